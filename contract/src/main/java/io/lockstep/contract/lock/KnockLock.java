package io.lockstep.contract.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * Tells the holder of a lock that somebody would like to have it. Changes nothing. Fails with NOT_FOUND when nobody else's
 * lock stands in the way.
 *
 * @param displayName of who knocks; the user when not given
 */
public record KnockLock(Actor actor, String displayName, String space, String document, String field) {
    public KnockLock(Actor actor, @Nullable String displayName, String space, String document, String field) {
        this.actor = Require.present(actor, "actor");
        this.displayName = displayName == null ? actor.user() : displayName;
        this.space = SpaceId.check(space);
        this.document = Require.name(document, "document");
        this.field = Require.name(field, "field");
    }
}
