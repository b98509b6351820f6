package io.lockstep.contract.push;

/**
 * The users of a storage.
 *
 * @param users 0 also when they cannot be found out now
 */
public record Mounts(int users) {}
