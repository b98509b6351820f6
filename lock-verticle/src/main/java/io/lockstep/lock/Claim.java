package io.lockstep.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.AcquireLocks;
import io.lockstep.contract.lock.AcquireLocks.Cell;
import io.lockstep.contract.lock.LockOwner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to lock: an {@link AcquireLock} or an {@link AcquireLocks} in one form.
 *
 * @param owner who is to hold the locks
 * @param queues whether he waits when refused; for one cell only
 * @param process what the locks are taken for; null when that is not said
 * @param isCapped whether a longer ttl than the limit means the limit
 * @param announcesRenewal whether viewers are told of a renewal
 */
record Claim(
        Actor actor,
        String displayName,
        String space,
        List<Cell> cells,
        long ttlMillis,
        LockOwner owner,
        boolean releasesOnDisconnect,
        boolean queues,
        @Nullable String process,
        boolean isCapped,
        boolean announcesRenewal) {

    static Claim of(AcquireLock request) {
        return new Claim(
                request.actor(),
                request.displayName(),
                request.space(),
                List.of(new Cell(request.document(), request.field())),
                request.ttlMillis(),
                request.owner(),
                Boolean.TRUE.equals(request.releaseOnDisconnect()),
                Boolean.TRUE.equals(request.queue()),
                request.process(),
                Boolean.TRUE.equals(request.capped()),
                Boolean.TRUE.equals(request.announceRenewal()));
    }

    static Claim of(AcquireLocks request) {
        return new Claim(
                request.actor(),
                request.displayName(),
                request.space(),
                request.cells(),
                request.ttlMillis(),
                request.owner(),
                Boolean.TRUE.equals(request.releaseOnDisconnect()),
                false,
                null,
                false,
                false);
    }

    /** The same for at most this long, if it may be cut. */
    Claim within(long maxTtlMillis) {
        return isCapped && ttlMillis > maxTtlMillis
                ? new Claim(
                        actor,
                        displayName,
                        space,
                        cells,
                        maxTtlMillis,
                        owner,
                        releasesOnDisconnect,
                        queues,
                        process,
                        true,
                        announcesRenewal)
                : this;
    }

    /** Whether there is a session that can be told when a renewal is overdue. */
    boolean hasSession() {
        return !actor.session().isEmpty();
    }
}
