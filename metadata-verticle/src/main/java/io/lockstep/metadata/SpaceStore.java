package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Spaces;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The room of the store for spaces and their members; {@link MetadataStore} says what all rooms promise. */
interface SpaceStore {

    /** The space as the actor sees it; empty when there is none or he has no role in it. */
    Future<Optional<Space>> findSpace(Actor actor, String space);

    /**
     * The spaces in which the actor has a role, in the order of their ids.
     *
     * @param wire only those of one wire; null for all
     */
    Future<Spaces> listSpaces(Actor actor, @Nullable String wire);

    Future<Access> checkAccess(Actor actor, String space);

    /**
     * Creates or changes a space: it is locked, read, and what the rule made of it is stored; all of it or nothing. No
     * write to the space's documents happens meanwhile.
     *
     * @param rule gets empty when there is no such space; what it throws fails the Future and changes nothing. Must be
     *     pure: it runs again when the transaction has to be repeated. It may not touch the feed
     */
    Future<Update> updateSpace(String space, Function<Optional<StoredSpace>, StoredSpace> rule);

    /**
     * Begins the feeds of a space, or of all of them, anew: their epoch becomes another one. No document is written meanwhile.
     *
     * @param space null for all
     * @param step by how much the epoch moves, 1 to {@value #MAX_STEP}
     * @return how many
     */
    Future<Integer> renewSpaces(@Nullable String space, long step);

    /** The largest step that leads to another epoch. */
    long MAX_STEP = 2_147_483_645L;

    /** A space before and after an update. */
    record Update(Optional<StoredSpace> before, StoredSpace after) {
        boolean changedAccess() {
            return before.map(space -> space.head().accessVersion()).orElse(0L)
                    != after.head().accessVersion();
        }
    }
}
