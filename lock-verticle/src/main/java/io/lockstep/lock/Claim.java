package io.lockstep.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.AcquireLocks;
import io.lockstep.contract.lock.AcquireLocks.Cell;
import io.lockstep.contract.lock.LockOwner;
import java.util.List;

/**
 * What somebody wants to lock: an {@link AcquireLock} or an {@link AcquireLocks} in one form.
 *
 * @param owner who is to hold the locks
 * @param queues whether he waits when refused; for one cell only
 */
record Claim(
        Actor actor,
        String displayName,
        String space,
        List<Cell> cells,
        long ttlMillis,
        LockOwner owner,
        boolean releasesOnDisconnect,
        boolean queues) {

    static Claim of(AcquireLock request) {
        return new Claim(
                request.actor(),
                request.displayName(),
                request.space(),
                List.of(new Cell(request.document(), request.field())),
                request.ttlMillis(),
                request.owner(),
                Boolean.TRUE.equals(request.releaseOnDisconnect()),
                Boolean.TRUE.equals(request.queue()));
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
                false);
    }

    /** Whether there is a session that can be told when a renewal is overdue. */
    boolean hasSession() {
        return !actor.session().isEmpty();
    }
}
