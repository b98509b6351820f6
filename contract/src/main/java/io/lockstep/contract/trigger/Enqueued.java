package io.lockstep.contract.trigger;

/** Whether the jobs were kept. */
public record Enqueued(boolean accepted) {}
