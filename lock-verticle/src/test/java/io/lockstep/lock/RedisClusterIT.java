package io.lockstep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.lock.AcquireLock;
import io.vertx.redis.client.Command;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** On a cluster the adapter keeps to the contract as on a single Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisClusterIT extends LockStoreContract {
    private final TestCluster cluster = TestCluster.start();
    private StoreOnLoop store;

    @BeforeAll
    void open() throws Exception {
        store = StoreOnLoop.open(cluster.patientConfig(), Optional.of(now::get));
    }

    @BeforeEach
    void empty() {
        cluster.empty();
    }

    @AfterAll
    void close() {
        store.close();
        cluster.close();
    }

    @Override
    public LockStore store() {
        return store;
    }

    @Test
    void spaces_are_spread_over_the_servers() throws Exception {
        // When
        for (int index = 0; index < 3; index++) {
            granted(await(store.acquire(claim(index))));
        }

        // Then
        for (int index = 0; index < 3; index++) {
            assertThat(cluster.primary(index).ask(Command.KEYS, "metavox_lock.space:*"))
                    .isEqualTo("[" + SpaceKeys.of(cluster.spaceAt(index)).counters() + "]");
        }
        now.addAndGet(TTL);
        assertThat(expire()).hasSize(3);
    }

    @Test
    void a_server_that_forgot_the_scripts_learns_them_again() throws Exception {
        // Given
        var before = granted(await(store.acquire(claim(2))));

        // When
        cluster.primary(2).ask(Command.SCRIPT, "FLUSH");
        var renewed = granted(await(store.acquire(claim(2))));

        // Then
        assertThat(renewed.lock().fence()).isEqualTo(before.lock().fence());
    }

    @Test
    void a_space_whose_slot_moves_to_another_server_goes_on() throws Exception {
        // Given
        var before = granted(await(store.acquire(claim(1))));
        var counters = SpaceKeys.of(cluster.spaceAt(1)).counters();
        var slot = cluster.primary(0).ask(Command.CLUSTER, "KEYSLOT", counters);

        // When it has moved, and when it has moved back
        move(slot, 1, 2);
        var moved = granted(await(store.acquire(claim(1))));
        move(slot, 2, 1);
        var movedBack = granted(await(store.acquire(claim(1))));

        // Then
        assertThat(moved.lock().fence()).isEqualTo(before.lock().fence());
        assertThat(movedBack.lock().fence()).isEqualTo(before.lock().fence());
    }

    private void move(String slot, int from, int to) {
        var source = cluster.primary(from);
        var target = cluster.primary(to);
        var targetId = target.ask(Command.CLUSTER, "MYID");
        target.ask(Command.CLUSTER, "SETSLOT", slot, "IMPORTING", source.ask(Command.CLUSTER, "MYID"));
        source.ask(Command.CLUSTER, "SETSLOT", slot, "MIGRATING", targetId);
        var keys = source.ask(Command.CLUSTER, "GETKEYSINSLOT", slot, 100);
        for (var key : keys.substring(1, keys.length() - 1).split(", ", -1)) {
            source.ask(Command.MIGRATE, "127.0.0.1", target.port(), key, 0, 5_000);
        }
        IntStream.range(0, 3)
                .forEach(index -> cluster.primary(index).ask(Command.CLUSTER, "SETSLOT", slot, "NODE", targetId));
    }

    private Claim claim(int index) {
        return Claim.of(new AcquireLock(actor("alice"), "Alice", cluster.spaceAt(index), "456", "doc_title", TTL));
    }
}
