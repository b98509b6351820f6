package io.lockstep.contract.lock;

/** Whether a lock ended; false when there was none. */
public record Released(boolean released) {}
