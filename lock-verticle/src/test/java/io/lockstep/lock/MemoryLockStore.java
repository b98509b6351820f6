package io.lockstep.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.AcquireLocks.Cell;
import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAudit;
import io.lockstep.contract.lock.LockAudit.Act;
import io.lockstep.contract.lock.LockOwner;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The model of a lock store: per space one list of locks and one of those who wait, everything answered at once. */
final class MemoryLockStore implements LockStore {
    private final LongSupplier clockMillis;
    private final RedisLockStore.Limits limits;
    private final Map<String, Space> spaces = new HashMap<>();

    MemoryLockStore(LongSupplier clockMillis, RedisLockStore.Limits limits) {
        this.clockMillis = clockMillis;
        this.limits = limits;
    }

    @Override
    public synchronized Future<Answer<Acquisition>> acquire(Claim claim) {
        var space = space(claim.space());
        claim.cells().forEach(cell -> space.prepare(cell));
        var obstacle = claim.cells().stream()
                .flatMap(cell -> space.obstacle(cell, claim).stream())
                .min(Comparator.comparingLong(Lock::fence));
        if (obstacle.isPresent()) {
            var place = claim.queues() ? space.queue(claim) : 0;
            return space.answer(new Refused(obstacle.get(), place));
        }
        return space.answer(new Granted(
                claim.cells().stream().map(cell -> space.take(claim, cell)).toList(), clockMillis.getAsLong()));
    }

    @Override
    public synchronized Future<Answer<Release>> release(ReleaseLock request) {
        var space = space(request.space());
        var actor = request.actor();
        var stoppedWaiting =
                space.waiting.removeIf(waiter -> waiter.cell.document().equals(request.document())
                        && waiter.cell.field().equals(request.field())
                        && waiter.attendee.equals(attendee(actor)));
        var standing = space.find(request.document(), request.field());
        Release outcome = new GivenBack(false, stoppedWaiting);
        if (standing.filter(space::isDue).isPresent()) {
            space.end(standing.get(), space.dueAct(standing.get()));
        } else if (standing.filter(lock -> isOwn(lock, actor)).isPresent()) {
            space.end(standing.get(), Act.RELEASED);
            outcome = new GivenBack(true, stoppedWaiting);
        } else if (standing.isPresent() && !stoppedWaiting) {
            outcome = new Refused(standing.get(), 0);
        }
        space.settle(request.document());
        return space.answer(outcome);
    }

    private static boolean isOwn(Lock lock, Actor actor) {
        return lock.owner().equals(actor.user())
                && (lock.session() == null || lock.session().equals(actor.session()));
    }

    @Override
    public synchronized Future<Answer<Optional<Lock>>> breakLock(BreakLock request) {
        var space = space(request.space());
        var standing = space.find(request.document(), request.field());
        var isDue = standing.filter(space::isDue).isPresent();
        standing.ifPresent(lock -> space.end(lock, isDue ? space.dueAct(lock) : Act.BROKEN));
        space.settle(request.document());
        return space.answer(isDue ? Optional.empty() : standing);
    }

    @Override
    public synchronized Future<LockSnapshot> list(ListLocks request) {
        var space = space(request.space());
        var documents = request.documents();
        var standing = space.locks.stream()
                .filter(lock -> !space.isDue(lock))
                .filter(lock -> documents == null || documents.contains(lock.document()))
                .sorted(Comparator.comparingLong(Lock::fence))
                .toList();
        return Future.succeededFuture(new LockSnapshot(
                request.space(), standing, space.lockSeq(), Math.max(space.fence, clockMillis.getAsLong() * 1_000)));
    }

    @Override
    public synchronized Future<List<Long>> heads(List<String> ids) {
        return Future.succeededFuture(ids.stream().map(id -> space(id).lockSeq).toList());
    }

    @Override
    public synchronized Future<Void> expire(Consumer<Due> announce) {
        spaces.values().forEach(space -> announce.accept(space.expire()));
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<List<Attendee>> attendees() {
        return Future.succeededFuture(spaces.values().stream()
                .flatMap(space -> space.attendees().stream())
                .toList());
    }

    @Override
    public synchronized Future<Long> attend(List<Attendee> present) {
        var known = present.stream()
                .filter(attendee -> space(attendee.space()).attendees().contains(attendee))
                .toList();
        known.forEach(attendee -> space(attendee.space()).see(attendee));
        return Future.succeededFuture((long) known.size());
    }

    @Override
    public synchronized Future<LockAudit> audit(ListLockAudit request) {
        var entries = new ArrayList<>(space(request.space()).audit);
        entries.sort(Comparator.comparingLong(LockAudit.Entry::lockSeq).reversed());
        return Future.succeededFuture(
                new LockAudit(entries.stream().limit(request.limit()).toList(), null));
    }

    @Override
    public synchronized Future<Census> census() {
        return Future.succeededFuture(new Census(
                spaces.values().stream().mapToLong(space -> space.locks.size()).sum(),
                spaces.values().stream()
                        .mapToLong(space -> space.waiting.size())
                        .sum()));
    }

    private Space space(String id) {
        return spaces.computeIfAbsent(id, Space::new);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clockMillis.getAsLong());
    }

    private static Attendee attendee(String space, Actor actor) {
        return new Attendee(space, actor.user(), actor.session().isEmpty() ? null : actor.session());
    }

    private static String attendee(Actor actor) {
        return actor.user() + "/" + actor.session();
    }

    private static boolean overlap(String one, String other) {
        return one.equals(other) || one.equals(Lock.WHOLE_DOCUMENT) || other.equals(Lock.WHOLE_DOCUMENT);
    }

    private static boolean excludes(Lock lock, LockOwner owner) {
        return !lock.owner().equals(owner.user()) || !Objects.equals(lock.session(), owner.session());
    }

    /** Who waits, and for what. */
    private record Waiter(Claim claim, Cell cell, Attendee who, String attendee) {
        boolean excludes(LockOwner owner) {
            return !claim.owner().equals(owner);
        }
    }

    private final class Space {
        private final String id;
        private final List<Lock> locks = new ArrayList<>();
        private final List<Waiter> waiting = new ArrayList<>();
        private final Map<Attendee, Instant> seen = new HashMap<>();
        private final Map<Lock, Instant> warnings = new HashMap<>();
        private final List<LockAudit.Entry> audit = new ArrayList<>();
        private List<News> news = new ArrayList<>();
        private long lockSeq;
        private long fence;

        Space(String id) {
            this.id = id;
        }

        <T> Future<Answer<T>> answer(T outcome) {
            return Future.succeededFuture(new Answer<>(takeNews(), outcome));
        }

        List<News> takeNews() {
            var taken = news;
            news = new ArrayList<>();
            return taken;
        }

        /** Ends what is due and in the way, and serves the line. */
        void prepare(Cell cell) {
            settle(cell.document());
            endDue(lock -> lock.document().equals(cell.document()) && overlap(lock.field(), cell.field()));
        }

        Optional<Lock> obstacle(Cell cell, Claim claim) {
            var standing = obstacle(cell, claim.owner());
            return standing.isPresent() || mine(cell, claim).isPresent() ? standing : overtaken(cell, claim);
        }

        private Optional<Lock> obstacle(Cell cell, LockOwner owner) {
            return locks.stream()
                    .filter(lock -> lock.document().equals(cell.document()) && overlap(lock.field(), cell.field()))
                    .filter(lock -> MemoryLockStore.excludes(lock, owner))
                    .min(Comparator.comparingLong(Lock::fence));
        }

        private Optional<Lock> mine(Cell cell, Claim claim) {
            return find(cell.document(), cell.field()).filter(lock -> !MemoryLockStore.excludes(lock, claim.owner()));
        }

        /** What keeps the first of those who came before a newcomer whom they would shut out. */
        private Optional<Lock> overtaken(Cell cell, Claim claim) {
            var line = line(cell.document());
            var before = line.stream()
                    .takeWhile(waiter -> !isPlaceOf(waiter, cell, claim))
                    .toList();
            if (!isBehind(before, cell, claim.owner())) {
                return Optional.empty();
            }
            return obstacle(before.get(0).cell, before.get(0).claim.owner())
                    .filter(lock -> MemoryLockStore.excludes(lock, claim.owner()));
        }

        private boolean isBehind(List<Waiter> before, Cell cell, LockOwner owner) {
            return before.stream()
                    .anyMatch(waiter -> overlap(waiter.cell.field(), cell.field()) && waiter.excludes(owner));
        }

        private boolean isPlaceOf(Waiter waiter, Cell cell, Claim claim) {
            return waiter.attendee.equals(attendee(claim.actor()))
                    && waiter.cell.equals(cell)
                    && !waiter.excludes(claim.owner());
        }

        private List<Waiter> line(String document) {
            return waiting.stream()
                    .filter(waiter -> waiter.cell.document().equals(document))
                    .toList();
        }

        long queue(Claim claim) {
            var cell = claim.cells().get(0);
            var waiter = new Waiter(claim, cell, attendee(id, claim.actor()), attendee(claim.actor()));
            var line = line(cell.document());
            for (var index = 0; index < line.size(); index++) {
                if (isPlaceOf(line.get(index), cell, claim)) {
                    waiting.set(waiting.indexOf(line.get(index)), waiter);
                    see(waiter.who);
                    return index + 1L;
                }
            }
            if (line.size() >= limits.maxWaiting()) {
                return 0;
            }
            waiting.add(waiter);
            see(waiter.who);
            return line.size() + 1L;
        }

        Taken take(Claim claim, Cell cell) {
            waiting.removeIf(waiter -> isPlaceOf(waiter, cell, claim));
            var mine = mine(cell, claim);
            var lock = put(claim, cell, claim.ttlMillis(), claim.hasSession());
            if (mine.isEmpty()) {
                return new Taken(lock, How.ACQUIRED, count(Act.ACQUIRED, lock));
            }
            var isAlike = mine.get().displayName().equals(lock.displayName())
                    && Objects.equals(mine.get().releaseOnDisconnect(), lock.releaseOnDisconnect());
            return isAlike && !claim.announcesRenewal()
                    ? new Taken(lock, How.RENEWED, lockSeq())
                    : new Taken(lock, How.CHANGED, countLockSeq());
        }

        private Lock put(Claim claim, Cell cell, long ttlMillis, boolean warns) {
            var mine = mine(cell, claim);
            mine.ifPresent(old -> {
                locks.remove(old);
                warnings.remove(old);
            });
            var lock = new Lock(
                    id,
                    cell.document(),
                    cell.field(),
                    claim.owner().user(),
                    claim.displayName(),
                    mine.map(Lock::fence).orElseGet(this::newFence),
                    mine.map(Lock::expiresAt)
                            .filter(promised -> promised.isAfter(now().plusMillis(ttlMillis)))
                            .orElse(now().plusMillis(ttlMillis)),
                    claim.owner().session(),
                    claim.releasesOnDisconnect() ? true : null,
                    claim.process() == null && mine.isPresent() ? mine.get().process() : claim.process(),
                    mine.isPresent() ? mine.get().created() : now(),
                    mine.filter(old -> !old.expiresAt().isBefore(now().plusMillis(ttlMillis)))
                            .map(Lock::ttlMillis)
                            .orElse(ttlMillis));
            locks.add(lock);
            if (claim.releasesOnDisconnect()) {
                see(attendeeOf(lock));
            }
            if (warns) {
                warnings.put(lock, lock.expiresAt().minusMillis(ttlMillis / 3));
            }
            return lock;
        }

        void settle(String document) {
            if (line(document).isEmpty()) {
                return;
            }
            endDue(lock -> lock.document().equals(document));
            var still = new ArrayList<Waiter>();
            for (var waiter : line(document)) {
                if (isGone(waiter.who)) {
                    waiting.remove(waiter);
                } else if (isBehind(still, waiter.cell, waiter.claim.owner())
                        || obstacle(waiter.cell, waiter.claim.owner()).isPresent()) {
                    still.add(waiter);
                } else {
                    waiting.remove(waiter);
                    var lock = put(waiter.claim, waiter.cell, limits.grantTtl().toMillis(), true);
                    news.add(new Given(lock, waiter.claim.actor().session(), count(Act.GRANTED, lock)));
                }
            }
        }

        Due expire() {
            var documents = new TreeSet<String>(Comparator.comparing(SpaceKeys::encode));
            locks.stream().filter(this::isDue).map(Lock::document).forEach(documents::add);
            endDue(lock -> true);
            documents.forEach(this::settle);
            var overdue = warnings.entrySet().stream()
                    .filter(warning -> !warning.getValue().isAfter(now()))
                    .sorted(Map.Entry.<Lock, Instant>comparingByValue()
                            .thenComparing(
                                    warning -> SpaceKeys.encode(warning.getKey().document()) + ":"
                                            + SpaceKeys.encode(warning.getKey().field())))
                    .map(Map.Entry::getKey)
                    .toList();
            overdue.forEach(warnings::remove);
            return new Due(clockMillis.getAsLong(), takeNews(), overdue);
        }

        private void endDue(Predicate<Lock> which) {
            locks.stream()
                    .filter(which)
                    .filter(this::isDue)
                    .sorted(Comparator.comparing(Lock::expiresAt).thenComparing(Lock::fence))
                    .toList()
                    .forEach(lock -> end(lock, dueAct(lock)));
        }

        void end(Lock lock, Act act) {
            locks.remove(lock);
            warnings.remove(lock);
            news.add(new Ended(lock, act, count(act, lock)));
        }

        Act dueAct(Lock lock) {
            return lock.expiresAt().isAfter(now()) ? Act.DISCONNECTED : Act.EXPIRED;
        }

        boolean isDue(Lock lock) {
            return !lock.expiresAt().isAfter(now()) || (lock.releaseOnDisconnect() != null && isGone(attendeeOf(lock)));
        }

        private Attendee attendeeOf(Lock lock) {
            return new Attendee(id, lock.owner(), lock.session());
        }

        private boolean isGone(Attendee attendee) {
            Duration grace = limits.disconnectGrace();
            @Nullable Instant last = seen.get(attendee);
            return last == null || !last.plus(grace).isAfter(now());
        }

        void see(Attendee attendee) {
            seen.put(attendee, now());
        }

        /** Those on whom something depends. */
        Set<Attendee> attendees() {
            var all = new LinkedHashSet<Attendee>();
            locks.stream()
                    .filter(lock -> lock.releaseOnDisconnect() != null)
                    .map(this::attendeeOf)
                    .forEach(all::add);
            waiting.stream().map(Waiter::who).forEach(all::add);
            seen.keySet().retainAll(new HashSet<>(all));
            return all;
        }

        Optional<Lock> find(String document, String field) {
            return locks.stream()
                    .filter(lock ->
                            lock.document().equals(document) && lock.field().equals(field))
                    .findFirst();
        }

        private long count(Act act, Lock lock) {
            var number = countLockSeq();
            audit.add(new LockAudit.Entry(
                    now(),
                    act,
                    lock.document(),
                    lock.field(),
                    lock.owner(),
                    lock.displayName(),
                    lock.fence(),
                    number,
                    null,
                    null));
            return number;
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
