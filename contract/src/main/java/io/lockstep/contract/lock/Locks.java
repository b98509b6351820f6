package io.lockstep.contract.lock;

import io.lockstep.contract.Bus;
import io.lockstep.contract.Operation;
import io.vertx.core.Future;
import java.time.Duration;

/** The typed client of the lock operations. Every Future may fail with UNAVAILABLE: the outcome is unknown then. */
public final class Locks {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    public static final Operation<AcquireLock, LockAnswer> ACQUIRE =
            new Operation<>("lockstep.lock.acquire", AcquireLock.class, LockAnswer.class, TIMEOUT);
    public static final Operation<ReleaseLock, Released> RELEASE =
            new Operation<>("lockstep.lock.release", ReleaseLock.class, Released.class, TIMEOUT);
    public static final Operation<ListLocks, LockSnapshot> LIST =
            new Operation<>("lockstep.lock.list", ListLocks.class, LockSnapshot.class, TIMEOUT);
    public static final Operation<CheckLocks, LockVerdicts> CHECK =
            new Operation<>("lockstep.lock.check", CheckLocks.class, LockVerdicts.class, TIMEOUT);

    private final Bus bus;

    public Locks(Bus bus) {
        this.bus = bus;
    }

    public Future<LockAnswer> acquire(AcquireLock request) {
        return bus.request(ACQUIRE, request);
    }

    public Future<Released> release(ReleaseLock request) {
        return bus.request(RELEASE, request);
    }

    public Future<LockSnapshot> list(ListLocks request) {
        return bus.request(LIST, request);
    }

    public Future<LockVerdicts> check(CheckLocks request) {
        return bus.request(CHECK, request);
    }
}
