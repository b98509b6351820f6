package io.lockstep.lock;

import static io.lockstep.lock.LockStoreContract.await;
import static io.lockstep.lock.LockStoreContract.claim;
import static io.lockstep.lock.LockStoreContract.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.Lock;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** With sentinels, locks are where these say that the primary is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisSentinelIT {
    private static final String MASTER = "locks";
    /** The time limit of a command, and some for a busy machine. */
    private static final long LIMIT_MILLIS = 1_500;

    private final TestRedis primary = TestRedis.startOwn();
    private final TestRedis replica = TestRedis.startOwn("--replicaof", "127.0.0.1", String.valueOf(primary.port()));
    private final List<TestRedis> sentinels = Stream.generate(() -> TestRedis.startSentinel(MASTER, primary, 2))
            .limit(3)
            .toList();

    @BeforeAll
    void awaitSentinels() {
        sentinels.forEach(sentinel -> {
            sentinel.awaitAnswer("num-other-sentinels: 2", Command.SENTINEL, "MASTER", MASTER);
            sentinel.awaitAnswer("master-link-status: ok", Command.SENTINEL, "REPLICAS", MASTER);
        });
    }

    @AfterAll
    void close() {
        sentinels.forEach(TestRedis::kill);
        replica.kill();
        primary.kill();
    }

    @Test
    void when_the_primary_dies_its_replica_takes_over_the_locks() throws Exception {
        try (var store = StoreOnLoop.open(config(MASTER), Optional.empty())) {
            // Given a lock that the replica knows
            var before = granted(await(store.acquire(claim("alice", "456", "doc_title"))));
            assertThat(primary.ask(Command.WAIT, 1, 5_000)).isEqualTo("1");

            // When one of the sentinels is silent, too
            primary.kill();
            sentinels.get(0).freeze();
            var refusals = new ArrayList<ServiceException>();
            var after = awaitBack(store, refusals);
            sentinels.get(0).thaw();

            // Then
            assertThat(refusals).isNotEmpty().extracting(ServiceException::code).containsOnly(FailureCode.UNAVAILABLE);
            assertThat(after.fence()).isEqualTo(before.lock().fence());
            assertThat(replica.ask(Command.ROLE)).startsWith("[master");
        }
    }

    @Test
    void a_primary_that_the_sentinels_do_not_know_is_named() {
        assertThatThrownBy(() ->
                        StoreOnLoop.open(config("another").withStartTimeout(Duration.ofSeconds(2)), Optional.empty()))
                .hasMessageStartingWith("Redis does not answer (")
                .hasMessageContaining("No such master with that name")
                .hasMessageNotContaining("\n");
    }

    private LockConfig config(String master) {
        var uris = sentinels.stream().map(TestRedis::uri).toList();
        return LockConfig.ofUri(uris.get(0)).withRedis(uris, RedisClientType.SENTINEL, master);
    }

    private static Lock awaitBack(StoreOnLoop store, List<ServiceException> refusals) throws Exception {
        var giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < giveUp) {
            var started = System.nanoTime();
            try {
                return granted(await(store.acquire(claim("alice", "456", "doc_title"))))
                        .lock();
            } catch (ServiceException stillAway) {
                refusals.add(stillAway);
                assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started))
                        .isLessThan(LIMIT_MILLIS);
                store.awaitTimer(20);
            }
        }
        throw new AssertionError("the replica did not take over");
    }
}
