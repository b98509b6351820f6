package io.lockstep.contract.lock;

/** Asks on whose presence something depends, in all spaces. */
public record ListAttendees() {}
