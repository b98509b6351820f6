package io.lockstep.metadata;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockVerdicts;
import io.lockstep.contract.lock.LockVerdicts.Verdict;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A lock service in a list, with its rule: a lock covers a cell when either names it or the whole document. */
final class TestLocks implements LockCheck {
    final List<CheckLocks> requests = new CopyOnWriteArrayList<>();
    private final List<Lock> locks = new CopyOnWriteArrayList<>();
    private volatile boolean isAway;
    private volatile @Nullable Long fenceNow;

    void lock(String space, String document, String field, String owner, long fence) {
        locks.add(new Lock(space, document, field, owner, owner.toUpperCase(Locale.ROOT), fence, Instant.EPOCH));
    }

    void releaseAll() {
        locks.clear();
    }

    /** What the next looks say about locks that are given later. */
    void setFenceNow(long fence) {
        fenceNow = fence;
    }

    void setAway(boolean away) {
        isAway = away;
    }

    @Override
    public Future<LockVerdicts> check(CheckLocks request) {
        requests.add(request);
        return isAway
                ? Future.failedFuture(new ServiceException(FailureCode.UNAVAILABLE, "the lock store is away"))
                : Future.succeededFuture(new LockVerdicts(
                        request.items().stream().map(this::verdict).toList()));
    }

    private Verdict verdict(CheckLocks.Item item) {
        var covering = locks.stream().filter(lock -> covers(lock, item)).toList();
        var conflict = covering.stream()
                .filter(lock -> !lock.owner().equals(item.user()))
                .findFirst();
        var fence = covering.stream()
                .filter(lock -> lock.owner().equals(item.user()))
                .map(Lock::fence)
                .max(Long::compare);
        return new Verdict(conflict.orElse(null), fence.orElse(null), fenceNow);
    }

    private static boolean covers(Lock lock, CheckLocks.Item item) {
        return lock.space().equals(item.space())
                && lock.document().equals(item.document())
                && (lock.field().equals(Lock.WHOLE_DOCUMENT)
                        || item.fields().contains(Lock.WHOLE_DOCUMENT)
                        || item.fields().stream().anyMatch(field -> Objects.equals(field, lock.field())));
    }
}
