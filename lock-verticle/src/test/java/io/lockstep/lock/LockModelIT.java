package io.lockstep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.lock.LockStore.Ended;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The scripts against the model: the same random steps must give the same answers. {@code -Dseed=} replays a run. */
final class LockModelIT {
    private static final int STEPS = 6_000;
    private static final List<String> USERS = List.of("alice", "bob", "carol");
    private static final List<String> DOCUMENTS = List.of("456", "45:6");
    private static final List<String> FIELDS = List.of("title", "author", "*");

    private final AtomicLong now = new AtomicLong(1_763_000_000_000L);

    @Test
    void scripts_and_model_answer_every_random_step_alike() throws Exception {
        // Given
        var seed = Long.getLong("seed", System.nanoTime());
        System.out.println("LockModelIT: replay with -Dseed=" + seed);
        var random = new Random(seed);
        var model = new MemoryLockStore(now::get);
        TestRedis.shared().ask(Command.FLUSHALL);

        try (var scripts = StoreOnLoop.open(TestRedis.shared().patientConfig(), Optional.of(now::get))) {
            for (int step = 0; step < STEPS; step++) {
                // When
                var action = action(random);

                // Then
                assertThat(LockStoreContract.await(action.on(scripts)))
                        .as("seed %d, step %d: %s", seed, step, action)
                        .isEqualTo(LockStoreContract.await(action.on(model)));
            }
        }
    }

    private Action action(Random random) {
        var user = LockStoreContract.actor(pick(USERS, random));
        var document = pick(DOCUMENTS, random);
        var field = pick(FIELDS, random);
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 ->
                new Acquire(new AcquireLock(
                        user, null, LockStoreContract.SPACE, document, field, 1_000L * (1 + random.nextInt(4))));
            case 4, 5 -> new Release(new ReleaseLock(user, LockStoreContract.SPACE, document, field));
            case 6 -> new Look(new ListLocks(LockStoreContract.SPACE, null));
            case 7 -> new Look(new ListLocks(LockStoreContract.SPACE, List.of(document)));
            case 8 -> {
                now.addAndGet(250L * random.nextInt(6));
                yield new Look(new ListLocks(LockStoreContract.SPACE, null));
            }
            default -> new Expire();
        };
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
            return store.acquire(request);
        }
    }

    private record Release(ReleaseLock request) implements Action {
        @Override
        public Future<?> on(LockStore store) {
            return store.release(request);
        }
    }

    private record Look(ListLocks request) implements Action {
        @Override
        public Future<?> on(LockStore store) {
            return store.list(request);
        }
    }

    private record Expire() implements Action {
        @Override
        public Future<?> on(LockStore store) {
            var ended = new ArrayList<Ended>();
            return store.expire(ended::addAll).map(done -> ended);
        }
    }
}
