package io.lockstep.contract.metadata;

import io.lockstep.contract.Role;
import org.jspecify.annotations.Nullable;

/**
 * What an actor may do in a space.
 *
 * @param role null for nothing, also when there is no such space
 * @param accessVersion grows with every change of the space's members; 0 when there is no such space
 */
public record Access(@Nullable Role role, long accessVersion) {}
