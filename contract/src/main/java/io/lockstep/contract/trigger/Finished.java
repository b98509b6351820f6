package io.lockstep.contract.trigger;

/** Whether the job was still there to be finished. */
public record Finished(boolean found) {}
