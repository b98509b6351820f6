package io.lockstep.contract.lock;

/** How many of the attendees something depended on. */
public record Attended(long count) {}
