package io.lockstep.contract.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * Takes a lock, or renews it when its owner asks again. Fails with LOCKED, carrying the standing {@code lock}, when somebody
 * else holds it, or holds the whole document, or (for a whole document) holds any of its cells, or waits for it already.
 *
 * @param displayName what viewers are shown; the user when not given
 * @param field the field of the cell, or {@code *} for the whole document
 * @param ttlMillis how long the lock stands, 1,000 to the service's limit (1 hour); 30,000 when not given. A
 *     renewal never shortens it
 * @param exclusive whom it shuts out: {@code user} (when not given) or {@code session}, which needs the actor's session
 * @param releaseOnDisconnect whether it also ends when no session of its owner is seen for 10 seconds; no when not given
 * @param queue whether to wait in line when refused: the failure then carries {@code waiting} with the {@code position} from
 *     1, and he gets the lock, and an event {@code granted}, when it is his turn. Who waits has to be seen: by
 *     {@link AttendLocks}, or by asking again, at least every 10 seconds. No when not given
 * @param process what it is taken for, 1 to 255 bytes; null for nothing in particular, and a renewal keeps what was said before
 * @param capped whether a longer ttlMillis than the service's limit means the limit, and is not refused; no when not given
 * @param announceRenewal whether a renewal is told too, as an event {@code locked}, because viewers are shown until when the lock
 *     stands; no when not given
 */
public record AcquireLock(
        Actor actor,
        String displayName,
        String space,
        String document,
        String field,
        Long ttlMillis,
        @Nullable Exclusive exclusive,
        @Nullable Boolean releaseOnDisconnect,
        @Nullable Boolean queue,
        @Nullable String process,
        @Nullable Boolean capped,
        @Nullable Boolean announceRenewal) {
    public static final long DEFAULT_TTL_MILLIS = 30_000;
    public static final long MIN_TTL_MILLIS = 1_000;

    public AcquireLock(
            Actor actor,
            @Nullable String displayName,
            String space,
            String document,
            String field,
            @Nullable Long ttlMillis,
            @Nullable Exclusive exclusive,
            @Nullable Boolean releaseOnDisconnect,
            @Nullable Boolean queue,
            @Nullable String process,
            @Nullable Boolean capped,
            @Nullable Boolean announceRenewal) {
        this.actor = Require.present(actor, "actor");
        this.displayName = displayName == null ? actor.user() : displayName;
        this.space = SpaceId.check(space);
        this.document = Require.name(document, "document");
        this.field = Require.name(field, "field");
        this.ttlMillis = ttl(ttlMillis);
        this.exclusive = Exclusive.check(exclusive, actor);
        this.releaseOnDisconnect = releaseOnDisconnect;
        this.queue = queue;
        this.process = process == null ? null : Require.name(process, "process");
        this.capped = capped;
        this.announceRenewal = announceRenewal;
    }

    /** A lock that is taken for nothing in particular. */
    public AcquireLock(
            Actor actor,
            @Nullable String displayName,
            String space,
            String document,
            String field,
            @Nullable Long ttlMillis,
            @Nullable Exclusive exclusive,
            @Nullable Boolean releaseOnDisconnect,
            @Nullable Boolean queue) {
        this(
                actor,
                displayName,
                space,
                document,
                field,
                ttlMillis,
                exclusive,
                releaseOnDisconnect,
                queue,
                null,
                null,
                null);
    }

    /** A lock of the user, for its TTL, without waiting. */
    public AcquireLock(
            Actor actor,
            @Nullable String displayName,
            String space,
            String document,
            String field,
            @Nullable Long ttlMillis) {
        this(actor, displayName, space, document, field, ttlMillis, null, null, null);
    }

    /** The owner that the lock will have. */
    public LockOwner owner() {
        return LockOwner.of(actor, exclusive);
    }

    /** The service's own limit is the upper bound. */
    static long ttl(@Nullable Long ttlMillis) {
        if (ttlMillis != null && ttlMillis < MIN_TTL_MILLIS) {
            throw Require.badRequest("'ttlMillis' must be at least " + MIN_TTL_MILLIS);
        }
        return ttlMillis == null ? DEFAULT_TTL_MILLIS : ttlMillis;
    }
}
