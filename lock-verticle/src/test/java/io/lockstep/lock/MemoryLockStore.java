package io.lockstep.lock;

import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The model of a lock store: one list of locks per space, everything answered at once. */
final class MemoryLockStore implements LockStore {
    private final LongSupplier clockMillis;
    private final Map<String, Space> spaces = new HashMap<>();

    MemoryLockStore(LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
    }

    @Override
    public synchronized Future<Answer<Acquisition>> acquire(AcquireLock request) {
        var space = space(request.space());
        var inTheWay = ofDocument(request.document())
                .and(lock -> isWhole(request.field()) || isWhole(lock.field()) || isField(lock, request.field()));
        var expired = space.end(inTheWay.and(this::isDue));
        var owner = request.actor().user();
        var conflict = space.locks.stream()
                .filter(inTheWay)
                .filter(lock -> !lock.owner().equals(owner))
                .min(Comparator.comparingLong(Lock::fence));
        if (conflict.isPresent()) {
            return Future.succeededFuture(new Answer<>(expired, new Refused(conflict.get())));
        }
        var mine = space.find(request.document(), request.field());
        mine.ifPresent(space.locks::remove);
        var lock = new Lock(
                request.space(),
                request.document(),
                request.field(),
                owner,
                request.displayName(),
                mine.map(Lock::fence).orElseGet(space::newFence),
                now().plusMillis(request.ttlMillis()));
        space.locks.add(lock);
        return Future.succeededFuture(new Answer<>(expired, new Granted(lock, mine.isEmpty(), space.countLockSeq())));
    }

    @Override
    public synchronized Future<Answer<Release>> release(ReleaseLock request) {
        var space = space(request.space());
        var cell = ofDocument(request.document()).and(lock -> isField(lock, request.field()));
        var expired = space.end(cell.and(this::isDue));
        var standing = space.find(request.document(), request.field());
        Release outcome = standing.<Release>map(
                        lock -> lock.owner().equals(request.actor().user())
                                ? new Freed(space.end(lock::equals).get(0))
                                : new Refused(lock))
                .orElseGet(Absent::new);
        return Future.succeededFuture(new Answer<>(expired, outcome));
    }

    @Override
    public synchronized Future<LockSnapshot> list(ListLocks request) {
        var space = space(request.space());
        var documents = request.documents();
        var standing = space.locks.stream()
                .filter(lock -> !isDue(lock))
                .filter(lock -> documents == null || documents.contains(lock.document()))
                .sorted(Comparator.comparingLong(Lock::fence))
                .toList();
        return Future.succeededFuture(new LockSnapshot(request.space(), standing, space.lockSeq()));
    }

    @Override
    public synchronized Future<Void> expire(Consumer<List<Ended>> announce) {
        spaces.values().forEach(space -> announce.accept(space.end(this::isDue)));
        return Future.succeededFuture();
    }

    private Space space(String id) {
        return spaces.computeIfAbsent(id, unknown -> new Space());
    }

    private Instant now() {
        return Instant.ofEpochMilli(clockMillis.getAsLong());
    }

    private boolean isDue(Lock lock) {
        return !lock.expiresAt().isAfter(now());
    }

    private static Predicate<Lock> ofDocument(String document) {
        return lock -> lock.document().equals(document);
    }

    private static boolean isField(Lock lock, String field) {
        return lock.field().equals(field);
    }

    private static boolean isWhole(String field) {
        return field.equals(Lock.WHOLE_DOCUMENT);
    }

    private final class Space {
        private final List<Lock> locks = new ArrayList<>();
        private long lockSeq;
        private long fence;

        private Optional<Lock> find(String document, String field) {
            return locks.stream()
                    .filter(ofDocument(document))
                    .filter(lock -> isField(lock, field))
                    .findFirst();
        }

        private List<Ended> end(Predicate<Lock> which) {
            var ending = locks.stream()
                    .filter(which)
                    .sorted(Comparator.comparing(Lock::expiresAt).thenComparing(Lock::fence))
                    .toList();
            locks.removeAll(ending);
            return ending.stream().map(lock -> new Ended(lock, countLockSeq())).toList();
        }

        private long newFence() {
            fence = Math.max(fence + 1, clockMillis.getAsLong() * 1_000);
            return fence;
        }

        private long lockSeq() {
            if (lockSeq == 0) {
                lockSeq = clockMillis.getAsLong() * 1_000;
            }
            return lockSeq;
        }

        private long countLockSeq() {
            lockSeq = lockSeq() + 1;
            return lockSeq;
        }
    }
}
