package io.lockstep.lock;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAudit;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that is away. */
final class AwayLockStore implements LockStore {
    @Override
    public Future<Answer<Acquisition>> acquire(Claim claim) {
        return away();
    }

    @Override
    public Future<Answer<Release>> release(ReleaseLock request) {
        return away();
    }

    @Override
    public Future<Answer<Optional<Lock>>> breakLock(BreakLock request) {
        return away();
    }

    @Override
    public Future<LockSnapshot> list(ListLocks request) {
        return away();
    }

    @Override
    public Future<List<Long>> heads(List<String> spaces) {
        return away();
    }

    @Override
    public Future<Void> expire(Consumer<Due> announce) {
        return away();
    }

    @Override
    public Future<List<Attendee>> attendees() {
        return away();
    }

    @Override
    public Future<Long> attend(List<Attendee> attendees) {
        return away();
    }

    @Override
    public Future<LockAudit> audit(ListLockAudit request) {
        return away();
    }

    @Override
    public Future<Census> census() {
        return away();
    }

    private static <T> Future<T> away() {
        return Future.failedFuture(new ServiceException(FailureCode.UNAVAILABLE, "Redis is away"));
    }
}
