package io.lockstep.contract.trigger;

/** How many jobs are tried again. */
public record Retried(int jobs) {}
