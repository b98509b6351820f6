package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import java.util.Optional;

/**
 * Something of a space that was read for several at once.
 *
 * @param grants at least the roles that those for whom it was read have in the space, of the same moment
 */
record Seen<T>(T found, Grants grants) {

    /** What one of them gets: nothing without a role. */
    Optional<T> by(Actor actor) {
        return grants.roleOf(actor) == null ? Optional.empty() : Optional.of(found);
    }
}
