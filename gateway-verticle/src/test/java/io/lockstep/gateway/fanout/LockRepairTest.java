package io.lockstep.gateway.fanout;

import static io.lockstep.gateway.fanout.FakeServices.cursor;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.event.Event;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What listeners are told of locks when messages are lost, the store forgets, or nobody answers for it. */
class LockRepairTest extends HubRig {
    /** The locks that a client shows who was told this and nothing else. */
    private static Set<String> shown(List<String> told) {
        var shown = new TreeSet<String>();
        for (var text : told) {
            var words = List.of(text.split(" "));
            switch (words.get(0)) {
                case "snapshot" -> {
                    shown.clear();
                    shown.addAll(words.subList(3, words.size()));
                }
                case "locked" -> shown.add(words.get(2));
                case "unlocked" -> shown.remove(words.get(2));
                default -> {}
            }
        }
        return shown;
    }

    @CanIgnoreReturnValue
    private FakeClient watching() throws Exception {
        var client = new FakeClient();
        listen(client, "alice", null);
        client.until("snapshot");
        return client;
    }

    @Test
    void event_before_which_one_was_lost_brings_a_snapshot() throws Exception {
        // Given
        var client = watching();
        services.announce(services.locks.lock("a"));
        client.until("locked 101");
        // When
        services.locks.lock("lost");
        services.announce(services.locks.lock("b"));
        // Then
        assertThat(client.until("snapshot")).containsExactly("snapshot " + cursor(0) + " 103 a lost b");
    }

    @Test
    void lock_whose_event_was_lost_is_shown_nevertheless() throws Exception {
        // Given
        var client = watching();
        // When
        services.locks.lock("a");
        // Then
        assertThat(client.until("snapshot")).containsExactly("snapshot " + cursor(0) + " 101 a");
    }

    @Test
    void lock_whose_end_was_lost_is_shown_no_longer() throws Exception {
        // Given
        var client = watching();
        services.announce(services.locks.lock("a"));
        client.until("locked 101");
        // When
        services.locks.unlock("a");
        // Then
        assertThat(client.until("snapshot")).containsExactly("snapshot " + cursor(0) + " 102");
    }

    @Test
    void store_that_lost_everything_is_told_and_what_follows_counts() throws Exception {
        // Given
        var client = watching();
        services.announce(services.locks.lock("a"));
        client.until("locked 101");
        // When
        services.locks.loseAll(0);
        // Then
        assertThat(client.until("snapshot")).containsExactly("snapshot " + cursor(0) + " 0");
        services.announce(services.locks.lock("b"));
        assertThat(client.until("locked")).containsExactly("locked 1 b");
    }

    @Test
    void event_that_arrives_while_the_locks_are_read_comes_after_them() throws Exception {
        // Given
        var client = watching();
        services.afterLocks = () -> {
            services.afterLocks = Future::succeededFuture;
            services.announce(services.locks.lock("during"));
            return Future.succeededFuture();
        };
        // When
        services.locks.lock("lost");
        // Then
        assertThat(shown(client.untilLocked("during"))).containsExactly("during", "lost");
    }

    @Test
    void changes_go_on_while_locks_are_away_and_the_locks_follow() throws Exception {
        // Given
        services.areLocksAway = true;
        var client = new FakeClient();
        listen(client, "alice", null);
        services.write("1");
        client.until("changed 1");
        // When
        services.areLocksAway = false;
        // Then
        assertThat(client.until("snapshot")).containsExactly("snapshot " + cursor(1) + " 100");
    }

    @Test
    void late_joiner_is_told_what_the_node_knows_while_locks_are_away() throws Exception {
        // Given
        var client = watching();
        services.announce(services.locks.lock("a"));
        client.until("locked 101");
        // When
        services.areLocksAway = true;
        var late = new FakeClient();
        listen(late, "bob", null);
        // Then
        assertThat(late.until("snapshot")).containsExactly("snapshot " + cursor(0) + " 101 a");
        services.locks.unlock("a");
        services.areLocksAway = false;
        assertThat(late.until("snapshot")).containsExactly("snapshot " + cursor(0) + " 102");
        assertThat(client.until("snapshot")).containsExactly("snapshot " + cursor(0) + " 102");
    }

    @Test
    void late_joiner_sees_a_lock_of_which_the_node_has_not_heard_yet() throws Exception {
        // Given
        watching();
        var unheard = services.locks.lock("a");
        // When
        var late = new FakeClient();
        listen(late, "bob", null);
        services.announce(unheard);
        services.announce(services.locks.lock("b"));
        // Then
        assertThat(late.untilLocked("b")).containsExactly("snapshot " + cursor(0) + " 101 a", "locked 102 b");
    }

    @Test
    void reader_that_stopped_gets_the_standing_locks_after_he_was_told_to_resync() throws Exception {
        // Given
        var client = watching();
        services.announce(services.locks.lock("a"));
        client.until("locked 101");
        client.isReading = false;
        // When
        var more = CONFIG.sockets().outboxMaxFrames() + 1;
        IntStream.range(0, more).forEach(i -> services.write("d" + i));
        var watching = new FakeClient();
        listen(watching, "bob", cursor(0));
        watching.until("changed " + more);
        onLoop(() -> {
            client.isReading = true;
            client.onDrain.run();
            return Future.succeededFuture();
        });
        // Then
        var told = client.until("snapshot");
        assertThat(told).first().isEqualTo("resync SLOW");
        assertThat(told.get(told.size() - 1)).endsWith(" 101 a");
    }

    @Test
    void every_listener_ends_with_the_locks_that_stand_whatever_the_bus_and_the_store_do() throws Exception {
        // Given
        var seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        var clients = new ArrayList<FakeClient>();
        var inFlight = new ArrayList<Event>();
        // When
        for (int step = 0; step < 400; step++) {
            var field = "f" + random.nextInt(6);
            var event = random.nextBoolean() ? services.locks.lock(field) : services.locks.unlock(field);
            Collections.nCopies(random.nextInt(3), event).forEach(inFlight::add);
            if (random.nextInt(100) == 0) {
                services.locks.loseAll(random.nextBoolean() ? 0 : 1_000L * random.nextInt(1, 1_000_000_000));
            }
            if (random.nextInt(6) == 0) {
                Collections.shuffle(inFlight, random);
                inFlight.forEach(services::announce);
                inFlight.clear();
            }
            if (step % 40 == 0) {
                var client = new FakeClient();
                listen(client, random.nextBoolean() ? "alice" : "bob", null);
                clients.add(client);
            }
        }
        services.locks.lock("last");
        // Then
        for (var client : clients) {
            assertThat(shown(client.untilLocked("last")))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(services.locks.fields());
        }
    }
}
