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
    public static final Operation<AcquireLocks, LockAnswers> ACQUIRE_ALL =
            new Operation<>("lockstep.lock.acquireAll", AcquireLocks.class, LockAnswers.class, TIMEOUT);
    public static final Operation<ReleaseLock, Released> RELEASE =
            new Operation<>("lockstep.lock.release", ReleaseLock.class, Released.class, TIMEOUT);
    public static final Operation<BreakLock, Broken> BREAK =
            new Operation<>("lockstep.lock.break", BreakLock.class, Broken.class, TIMEOUT);
    public static final Operation<KnockLock, Knocked> KNOCK =
            new Operation<>("lockstep.lock.knock", KnockLock.class, Knocked.class, TIMEOUT);
    public static final Operation<ListLocks, LockSnapshot> LIST =
            new Operation<>("lockstep.lock.list", ListLocks.class, LockSnapshot.class, TIMEOUT);
    public static final Operation<CheckLocks, LockVerdicts> CHECK =
            new Operation<>("lockstep.lock.check", CheckLocks.class, LockVerdicts.class, TIMEOUT);
    public static final Operation<ListLockHeads, LockHeads> HEADS =
            new Operation<>("lockstep.lock.heads", ListLockHeads.class, LockHeads.class, TIMEOUT);
    public static final Operation<ListAttendees, Attendees> ATTENDEES =
            new Operation<>("lockstep.lock.attendees", ListAttendees.class, Attendees.class, TIMEOUT);
    public static final Operation<AttendLocks, Attended> ATTEND =
            new Operation<>("lockstep.lock.attend", AttendLocks.class, Attended.class, TIMEOUT);
    public static final Operation<ListLockAudit, LockAudit> AUDIT =
            new Operation<>("lockstep.lock.audit", ListLockAudit.class, LockAudit.class, TIMEOUT);

    private final Bus bus;

    public Locks(Bus bus) {
        this.bus = bus;
    }

    public Future<LockAnswer> acquire(AcquireLock request) {
        return bus.request(ACQUIRE, request);
    }

    public Future<LockAnswers> acquireAll(AcquireLocks request) {
        return bus.request(ACQUIRE_ALL, request);
    }

    public Future<Released> release(ReleaseLock request) {
        return bus.request(RELEASE, request);
    }

    public Future<Broken> breakLock(BreakLock request) {
        return bus.request(BREAK, request);
    }

    public Future<Knocked> knock(KnockLock request) {
        return bus.request(KNOCK, request);
    }

    public Future<LockSnapshot> list(ListLocks request) {
        return bus.request(LIST, request);
    }

    public Future<LockVerdicts> check(CheckLocks request) {
        return bus.request(CHECK, request);
    }

    public Future<LockHeads> heads(ListLockHeads request) {
        return bus.request(HEADS, request);
    }

    public Future<Attendees> attendees(ListAttendees request) {
        return bus.request(ATTENDEES, request);
    }

    public Future<Attended> attend(AttendLocks request) {
        return bus.request(ATTEND, request);
    }

    public Future<LockAudit> audit(ListLockAudit request) {
        return bus.request(AUDIT, request);
    }
}
