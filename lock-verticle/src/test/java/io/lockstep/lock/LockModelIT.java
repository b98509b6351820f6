package io.lockstep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.AcquireLocks;
import io.lockstep.contract.lock.AcquireLocks.Cell;
import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.Exclusive;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.LockVerdicts.Verdict;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.lock.LockStore.Census;
import io.lockstep.lock.LockStore.Due;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * The scripts against the model: the same random steps of several owners must give the same answers, and the same writes.
 * {@code -Dseed=} replays a run, {@code -Dsteps=} sets its length.
 */
final class LockModelIT {
    private static final int STEPS = Integer.getInteger("steps", 4_000);
    private static final List<String> USERS = List.of("alice", "bob", "carol");
    private static final List<String> SESSIONS = List.of("", "tab1", "tab2");
    private static final List<String> DOCUMENTS = List.of("456", "45:6");
    private static final List<String> FIELDS = List.of("title", "author", "*");

    private final AtomicLong now = new AtomicLong(1_763_000_000_000L);

    @RepeatedTest(3)
    void scripts_and_model_answer_every_random_step_alike(RepetitionInfo repetition) throws Exception {
        // Given
        var seed = Long.getLong("seed", System.nanoTime()) + repetition.getCurrentRepetition() - 1;
        System.out.println("LockModelIT: replay with -Dseed=" + seed);
        var random = new Random(seed);
        var model = new MemoryLockStore(now::get, LockStoreContract.LIMITS);
        var fences = new WrittenFences();
        TestRedis.shared().ask(Command.FLUSHALL);

        try (var scripts = StoreOnLoop.open(TestRedis.shared().patientConfig(), Optional.of(now::get))) {
            for (int step = 0; step < STEPS; step++) {
                // When
                var action = action(random, fences);

                // Then
                assertThat(LockStoreContract.await(action.on(scripts)))
                        .as("seed %d, step %d: %s", seed, step, action)
                        .isEqualTo(LockStoreContract.await(action.on(model)));
            }
            var all = new ListLocks(LockStoreContract.SPACE, null);
            assertThat(held(LockStoreContract.await(scripts.census()), LockStoreContract.await(scripts.list(all))))
                    .isEqualTo(held(LockStoreContract.await(model.census()), LockStoreContract.await(model.list(all))));
        }
    }

    /** Due locks count until they have ended, which both do. */
    private static List<Object> held(Census census, LockSnapshot snapshot) {
        return List.of(census, snapshot);
    }

    private Action action(Random random, WrittenFences fences) {
        var user = new Actor(pick(USERS, random), null, pick(SESSIONS, random));
        var document = pick(DOCUMENTS, random);
        var field = pick(FIELDS, random);
        var ttl = 1_000L * (1 + random.nextInt(15));
        var exclusive = !user.session().isEmpty() && random.nextInt(3) == 0 ? Exclusive.SESSION : null;
        var releaseOnDisconnect = random.nextInt(4) == 0 ? true : null;
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 ->
                new Acquire(new AcquireLock(
                        user,
                        random.nextInt(8) == 0 ? "New Name" : null,
                        LockStoreContract.SPACE,
                        document,
                        field,
                        ttl,
                        exclusive,
                        releaseOnDisconnect,
                        random.nextBoolean() ? true : null));
            case 5 ->
                new AcquireAll(new AcquireLocks(
                        user, null, LockStoreContract.SPACE, cells(random), ttl, exclusive, releaseOnDisconnect));
            case 6, 7, 8 -> new Release(new ReleaseLock(user, LockStoreContract.SPACE, document, field));
            case 9 -> new Break(new BreakLock(user, null, LockStoreContract.SPACE, document, field, "wanted"));
            case 10 ->
                new Look(new ListLocks(LockStoreContract.SPACE, random.nextBoolean() ? null : List.of(document)));
            case 11 -> {
                now.addAndGet(250L * random.nextInt(20));
                yield new Look(new ListLocks(LockStoreContract.SPACE, null));
            }
            case 12 ->
                new Attend(new Attendee(
                        LockStoreContract.SPACE, user.user(), user.session().isEmpty() ? null : user.session()));
            case 13 -> new Write(user, document, field, fences);
            default -> new Expire();
        };
    }

    private static List<Cell> cells(Random random) {
        var cells = new HashSet<Cell>();
        for (var count = random.nextInt(3); count >= 0; count--) {
            cells.add(new Cell(pick(DOCUMENTS, random), pick(FIELDS, random)));
        }
        return List.copyOf(cells);
    }

    private static String pick(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private sealed interface Action {
        Future<?> on(LockStore store);
    }

    private record Acquire(AcquireLock request) implements Action {
        @Override
        public Future<?> on(LockStore store) {
            return store.acquire(Claim.of(request));
        }
    }

    private record AcquireAll(AcquireLocks request) implements Action {
        @Override
        public Future<?> on(LockStore store) {
            return store.acquire(Claim.of(request));
        }
    }

    private record Release(ReleaseLock request) implements Action {
        @Override
        public Future<?> on(LockStore store) {
            return store.release(request);
        }
    }

    private record Break(BreakLock request) implements Action {
        @Override
        public Future<?> on(LockStore store) {
            return store.breakLock(request);
        }
    }

    private record Look(ListLocks request) implements Action {
        @Override
        public Future<?> on(LockStore store) {
            return store.list(request);
        }
    }

    private record Attend(Attendee attendee) implements Action {
        @Override
        public Future<?> on(LockStore store) {
            return store.attend(List.of(attendee));
        }
    }

    private record Expire() implements Action {
        @Override
        public Future<?> on(LockStore store) {
            var found = new ArrayList<Due>();
            return store.expire(found::add)
                    .map(done -> found.stream()
                            .filter(due ->
                                    !due.news().isEmpty() || !due.overdue().isEmpty())
                            .toList());
        }
    }

    /** A write as the metadata service makes it: asked of the locks, then weighed by the fences that have written. */
    private record Write(Actor user, String document, String field, WrittenFences fences) implements Action {
        @Override
        public Future<?> on(LockStore store) {
            var session = user.session().isEmpty() ? null : user.session();
            var check = new CheckLocks(List.of(new CheckLocks.Item(
                    LockStoreContract.SPACE, document, List.of(field), user.user(), session, null)));
            return store.list(WriteCheck.looks(check).get(0)).map(snapshot -> {
                var verdict =
                        WriteCheck.verdicts(check, List.of(snapshot)).verdicts().get(0);
                return verdict.conflict() != null
                        ? verdict
                        : fences.write(user.user(), new Cell(document, field), verdict);
            });
        }
    }

    /** The locks that have written each cell: one that comes back after somebody else's is a failure of the lock store. */
    private static final class WrittenFences {
        private final Map<Cell, Long> written = new HashMap<>();
        private final Map<Cell, String> writers = new HashMap<>();

        String write(String user, Cell cell, Verdict verdict) {
            var before = written.getOrDefault(cell, 0L);
            long now = Objects.requireNonNull(verdict.fenceNow());
            assertThat(before).as("a lock that is given later").isLessThanOrEqualTo(now);
            var fence = verdict.fence();
            if (fence == null) {
                return "written without a lock";
            }
            assertThat(fence > before || user.equals(writers.getOrDefault(cell, user)))
                    .as("fence %d of %s after %d of %s", fence, user, before, writers.get(cell))
                    .isTrue();
            written.put(cell, Math.max(before, fence));
            writers.put(cell, user);
            return "written with " + fence;
        }
    }
}
