package io.lockstep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Bus;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Locks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * 64 clients at once on two nodes and one Redis; afterwards their own notes are checked. {@code -Dseed=} repeats their
 * choices, {@code -Dnemesis.seconds=} says for how long; 30 when not given.
 */
final class LockNemesisIT {
    private static final int CLIENTS = 64;
    private static final String SPACE = "metavox:103";
    private static final long MAX_LATE_MILLIS = 250;

    private final TestRedis redis = TestRedis.startOwn();
    private final List<Vertx> nodes = List.of(Vertx.vertx(), Vertx.vertx());
    private final Holdings holdings = new Holdings();
    private final Map<Long, Long> deadlineMillis = new ConcurrentHashMap<>();
    private final Map<String, BusyClient> clients = new ConcurrentHashMap<>();

    @AfterEach
    void close() throws Exception {
        LockStoreContract.await(Future.all(nodes.stream().map(Vertx::close).toList()));
        redis.stop();
    }

    @Test
    void no_two_hold_at_once_no_lock_ends_early_and_every_end_is_told_once_and_in_time() throws Exception {
        // Given
        var seed = Long.getLong("seed", System.nanoTime());
        System.out.println("LockNemesisIT: replay the choices with -Dseed=" + seed);
        for (var node : nodes) {
            LockStoreContract.await(node.deployVerticle(new LockVerticle(redis.patientConfig())));
            LockStoreContract.await(new Events(new Bus(node))
                    .onPublished(message -> message.events().forEach(this::heard))
                    .completion());
        }
        var stalls = new Stalls(nodes.get(0));

        // When
        var seconds = Integer.getInteger("nemesis.seconds", 30);
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        var runs = new ArrayList<Future<Void>>();
        for (var client = 0; client < CLIENTS; client++) {
            var node = nodes.get(client % nodes.size());
            var user = "user" + client;
            clients.put(
                    user,
                    new BusyClient(
                            node, new Locks(new Bus(node)), SPACE, user, seed + client, holdings, deadlineMillis));
            runs.add(clients.get(user).run(until));
        }
        Future.all(runs).await(seconds + 20L, TimeUnit.SECONDS);
        awaitQuiet();

        // Then
        var expiries = holdings.expiries(deadlineMillis);
        report(expiries, stalls);
        assertThat(holdings.sharedHoldings()).isEmpty();
        assertThat(holdings.earlyExpiries()).isEmpty();
        assertThat(holdings.endsNotAnnouncedOnce()).isEmpty();
        assertThat(holdings.brokenNumbers()).isEmpty();
        assertThat(expiries).as("enough of them to say anything").hasSizeGreaterThan(10);
        assertThat(expiries)
                .as("later than the bound by more than the machine stood still")
                .allMatch(expiry -> expiry.lateMillis() >= 0)
                .allMatch(expiry -> expiry.lateMillis() - stalledMillis(stalls, expiry) <= MAX_LATE_MILLIS);
    }

    private void heard(Event event) {
        holdings.heard(event);
        if (event instanceof Event.Granted granted) {
            Objects.requireNonNull(clients.get(granted.user())).heard(granted);
        }
    }

    /** Until the last forgotten lock has ended and everything has been told. */
    private void awaitQuiet() throws Exception {
        var locks = new Locks(new Bus(nodes.get(0)));
        while (!LockStoreContract.await(locks.list(new ListLocks(SPACE, null)))
                        .locks()
                        .isEmpty()
                || !redis.ask(Command.ZCARD, "metavox_lock.deadlines:{103}").equals("0")) {
            LockStoreContract.await(nodes.get(0).timer(100, TimeUnit.MILLISECONDS));
        }
        for (var node : nodes) {
            // What was sent before on this node's bus has been heard when this comes back.
            LockStoreContract.await(new Locks(new Bus(node)).list(new ListLocks(SPACE, null)));
        }
    }

    private static long stalledMillis(Stalls stalls, Holdings.Expiry expiry) {
        var from = expiry.heardAtNanos() - TimeUnit.MILLISECONDS.toNanos(expiry.lateMillis());
        return stalls.millisWithin(from, expiry.heardAtNanos());
    }

    private void report(List<Holdings.Expiry> expiries, Stalls stalls) {
        var late = expiries.stream().map(Holdings.Expiry::lateMillis).sorted().toList();
        System.out.printf(
                "LockNemesisIT: %d announcements, %d expiries, late p50 %d ms, p99 %d ms, max %d ms; longest stall of the"
                        + " machine %d ms%n",
                holdings.announcements(),
                late.size(),
                late.get(late.size() / 2),
                late.get(late.size() * 99 / 100),
                late.get(late.size() - 1),
                stalls.longestMillis());
    }
}
