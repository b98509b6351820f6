package io.lockstep.contract.lock;

/** The lock whose holder was told. */
public record Knocked(Lock lock) {}
