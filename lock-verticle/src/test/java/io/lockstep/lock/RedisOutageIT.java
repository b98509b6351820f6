package io.lockstep.lock;

import static io.lockstep.lock.LockStoreContract.await;
import static io.lockstep.lock.LockStoreContract.claim;
import static io.lockstep.lock.LockStoreContract.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.lock.LockStore.Taken;
import io.vertx.redis.client.Command;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens while Redis is away, slow or unwilling, and after. */
final class RedisOutageIT {
    /** Well below the time limit of a command, which is what a request would wait for. */
    private static final long FAST_MILLIS = 500;

    private final TestRedis redis = TestRedis.startOwn();
    private StoreOnLoop store;

    @BeforeEach
    void open() throws Exception {
        store = StoreOnLoop.open(LockConfig.ofUri(redis.uri()), Optional.empty());
    }

    @AfterEach
    void close() {
        store.close();
        redis.stop();
    }

    @Test
    void without_redis_requests_fail_fast_and_a_redis_that_comes_back_empty_serves_again() throws Exception {
        // Given
        var before = granted(await(store.acquire(claim("alice", "456", "doc_title"))));

        // When
        redis.stop();
        awaitAway();
        var started = System.nanoTime();
        var refused = attempt();
        var waitedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        redis.startAgain();
        var after = awaitBack(store);

        // Then
        assertThat(refused).isInstanceOf(ServiceException.class);
        assertThat(((ServiceException) refused).code()).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(waitedMillis).isLessThan(FAST_MILLIS);
        assertThat(after.lock().fence()).isGreaterThan(before.lock().fence());
        assertThat(after.lockSeq()).isGreaterThan(before.lockSeq());
    }

    @Test
    void a_redis_that_is_silent_for_five_seconds_costs_one_time_limit_and_then_nothing() throws Exception {
        // Given a Redis that answers nobody and keeps its connections
        redis.freeze();
        var thawNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);

        // When
        var unknown = attempt();
        var slowestMillis = 0L;
        while (System.nanoTime() < thawNanos) {
            var started = System.nanoTime();
            assertThat(attempt()).hasMessageContaining("Redis is away");
            slowestMillis = Math.max(slowestMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
            store.awaitTimer(20);
        }
        redis.thaw();

        // Then
        assertThat(unknown).hasMessageContaining("outcome unknown");
        assertThat(slowestMillis).isLessThan(FAST_MILLIS);
        assertThat(awaitBack(store).lock().owner()).isEqualTo("alice");
    }

    @Test
    void a_connection_that_is_half_open_is_noticed_within_two_heartbeats_and_replaced() throws Exception {
        try (var proxy = HalfOpenProxy.to(redis.port());
                var behind = StoreOnLoop.open(LockConfig.ofUri(proxy.uri()), Optional.empty())) {
            // Given
            granted(await(behind.acquire(claim("alice", "456", "doc_title"))));

            // When nobody asks for anything
            proxy.breakSilently().await(5, TimeUnit.SECONDS);

            // Then
            assertThat(awaitBack(behind).lock().owner()).isEqualTo("alice");
        }
    }

    @Test
    void a_redis_that_is_full_or_a_replica_refuses_and_serves_again_when_it_is_well() throws Exception {
        // Given
        granted(await(store.acquire(claim("alice", "456", "doc_title"))));

        // When
        redis.ask(Command.CONFIG, "SET", "maxmemory", "1");
        var full = attempt();
        redis.ask(Command.CONFIG, "SET", "maxmemory", "0");
        var well = attempt();
        redis.ask(Command.REPLICAOF, "127.0.0.1", TestRedis.freePort());
        var replica = attempt();
        redis.ask(Command.REPLICAOF, "NO", "ONE");

        // Then
        assertThat(((ServiceException) full).code()).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(well).isNull();
        assertThat(((ServiceException) replica).code()).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(awaitBack(store).lock().owner()).isEqualTo("alice");
    }

    private Throwable attempt() {
        return catchThrowable(() -> await(store.acquire(claim("alice", "456", "doc_title"))));
    }

    private void awaitAway() {
        while (attempt() == null) {
            Thread.onSpinWait();
        }
    }

    private static Taken awaitBack(StoreOnLoop store) throws Exception {
        var giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (System.nanoTime() < giveUp) {
            try {
                return granted(await(store.acquire(claim("alice", "456", "doc_title"))));
            } catch (ServiceException stillAway) {
                store.awaitTimer(20);
            }
        }
        throw new AssertionError("Redis did not come back");
    }
}
