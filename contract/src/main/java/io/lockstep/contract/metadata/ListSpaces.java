package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the spaces that the actor may read, in the order of their ids.
 *
 * @param wire only those of one wire, e.g. {@code metavox}; null for all
 */
public record ListSpaces(Actor actor, @Nullable String wire) {
    public ListSpaces {
        Require.present(actor, "actor");
    }
}
