package io.lockstep.contract.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * Takes a lock, or renews it when the actor already holds it. Fails with LOCKED, carrying the standing {@code lock}, when
 * somebody else holds it, or holds the whole document, or (for a whole document) holds any of its cells.
 *
 * @param displayName what viewers are shown; the user when not given
 * @param field the field of the cell, or {@code *} for the whole document
 * @param ttlMillis how long the lock stands, 1,000 to the service's limit (1 hour); 30,000 when not given
 */
public record AcquireLock(
        Actor actor, String displayName, String space, String document, String field, Long ttlMillis) {
    public static final long DEFAULT_TTL_MILLIS = 30_000;
    public static final long MIN_TTL_MILLIS = 1_000;

    public AcquireLock(
            Actor actor,
            @Nullable String displayName,
            String space,
            String document,
            String field,
            @Nullable Long ttlMillis) {
        this.actor = Require.present(actor, "actor");
        this.displayName = displayName == null ? actor.user() : displayName;
        this.space = SpaceId.check(space);
        this.document = Require.name(document, "document");
        this.field = Require.name(field, "field");
        this.ttlMillis = Require.within(
                ttlMillis == null ? DEFAULT_TTL_MILLIS : ttlMillis, MIN_TTL_MILLIS, Long.MAX_VALUE, "ttlMillis");
    }
}
