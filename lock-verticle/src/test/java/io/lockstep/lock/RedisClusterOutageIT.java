package io.lockstep.lock;

import static io.lockstep.lock.LockStoreContract.actor;
import static io.lockstep.lock.LockStoreContract.await;
import static io.lockstep.lock.LockStoreContract.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.Lock;
import io.vertx.redis.client.Command;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens while a server of a cluster is away, and after. */
final class RedisClusterOutageIT {
    private final TestCluster cluster = TestCluster.start();
    private StoreOnLoop store;

    @BeforeEach
    void open() throws Exception {
        store = StoreOnLoop.open(cluster.config(), Optional.empty());
    }

    @AfterEach
    void close() {
        store.close();
        cluster.close();
    }

    @Test
    void a_server_that_was_killed_is_followed_by_its_replica_and_the_others_go_on() throws Exception {
        // Given a lock that the replica knows
        var before = lock(0);
        lock(1);
        assertThat(cluster.primary(0).ask(Command.WAIT, 1, 5_000)).isEqualTo("1");

        // When
        cluster.primary(0).kill();
        awaitAway(0);
        var elsewhere = lock(1);
        var after = awaitBack(0);

        // Then
        assertThat(elsewhere.owner()).isEqualTo("alice");
        assertThat(after.fence()).isEqualTo(before.fence());
        assertThat(cluster.replica().ask(Command.ROLE)).startsWith("[master");
    }

    @Test
    void a_server_that_comes_back_empty_serves_again() throws Exception {
        // Given
        var before = lock(2);

        // When
        cluster.primary(2).kill();
        awaitAway(2);
        cluster.primary(2).startAgain();
        var after = awaitBack(2);

        // Then
        assertThat(after.fence()).isGreaterThan(before.fence());
    }

    private Lock lock(int index) throws Exception {
        var space = cluster.spaceAt(index);
        var claim = Claim.of(new AcquireLock(actor("alice"), "Alice", space, "456", "doc_title", 30_000L));
        return granted(await(store.acquire(claim))).lock();
    }

    private void awaitAway(int index) {
        var failure = catchThrowable(() -> lock(index));
        while (failure == null) {
            failure = catchThrowable(() -> lock(index));
        }
        assertThat(failure)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.UNAVAILABLE));
    }

    private Lock awaitBack(int index) throws Exception {
        var giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < giveUp) {
            try {
                return lock(index);
            } catch (ServiceException stillAway) {
                store.awaitTimer(20);
            }
        }
        throw new AssertionError("the server did not come back");
    }
}
