package io.lockstep.contract.lock;

/** The lock that was broken, as it stood. */
public record Broken(Lock lock) {}
