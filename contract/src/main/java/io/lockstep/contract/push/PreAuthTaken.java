package io.lockstep.contract.push;

import org.jspecify.annotations.Nullable;

/**
 * Whose token it was.
 *
 * @param user null when it is none, was taken before, or is older than 15 seconds
 */
public record PreAuthTaken(@Nullable String user) {}
