package io.lockstep.gateway.fanout;

import static io.lockstep.gateway.fanout.FakeServices.SPACE;
import static io.lockstep.gateway.fanout.FakeServices.cursor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.NoticeKind;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Live delivery on a real local bus, with services in memory and a bus that may lose, repeat and reorder. */
class HubTest extends HubRig {
    @Test
    void listener_gets_a_snapshot_and_then_what_happens() throws Exception {
        // Given
        services.commit("before");
        var client = new FakeClient();
        listen(client, "alice", null);
        // When
        services.write("1");
        services.announce(services.locks.lock("title"));
        // Then
        assertThat(client.until("locked"))
                .containsExactly("snapshot " + cursor(1) + " 100", "changed 2", "locked 101 title");
    }

    @Test
    void cursor_brings_what_was_missed_and_then_goes_live_without_repeat() throws Exception {
        // Given
        var watching = new FakeClient();
        listen(watching, "alice", null);
        IntStream.range(0, 5).forEach(i -> services.write("1"));
        watching.until("changed 5");
        // When
        var returning = new FakeClient();
        listen(returning, "bob", cursor(2));
        services.write("1");
        // Then
        assertThat(returning.until("changed 6"))
                .containsExactly("snapshot " + cursor(2) + " 100", "changed 3", "changed 4", "changed 5", "changed 6");
    }

    @Test
    void change_that_falls_between_question_and_answer_of_a_replay_comes_once() throws Exception {
        // Given
        var watching = new FakeClient();
        listen(watching, "alice", null);
        services.write("1");
        watching.until("changed 1");
        services.beforeChanges = () -> {
            services.write("1");
            return vertx.executeBlocking(() -> watching.until("changed 2"));
        };
        // When
        var returning = new FakeClient();
        listen(returning, "bob", cursor(0));
        services.write("1");
        // Then
        assertThat(returning.until("changed 3"))
                .containsExactly("snapshot " + cursor(0) + " 100", "changed 1", "changed 2", "changed 3");
    }

    @Test
    void bus_that_loses_repeats_and_reorders_changes_nothing_for_the_listener() throws Exception {
        // Given
        var seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        var client = new FakeClient();
        listen(client, "alice", null);
        // When
        var inFlight = new ArrayList<Event>();
        for (int i = 0; i < 300; i++) {
            var event = services.commit("1");
            for (int copies = random.nextInt(3); copies > 0; copies--) {
                inFlight.add(event);
            }
            if (random.nextInt(8) == 0) {
                Collections.shuffle(inFlight, random);
                inFlight.forEach(services::announce);
                inFlight.clear();
            }
        }
        services.write("last");
        // Then
        var expected = new ArrayList<String>(List.of("snapshot " + cursor(0) + " 100"));
        IntStream.rangeClosed(1, 301).forEach(seq -> expected.add("changed " + seq));
        assertThat(client.until("changed 301")).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void import_is_told_once_when_it_is_flushed() throws Exception {
        // Given
        var client = new FakeClient();
        listen(client, "alice", null);
        IntStream.range(0, 20).forEach(i -> services.announce(services.commitQuietly("d" + i)));
        // When
        services.announce(new Event.Flushed(SPACE, 20));
        services.write("loud");
        // Then
        assertThat(client.until("changed"))
                .containsExactly("snapshot " + cursor(0) + " 100", "resync IMPORT", "changed 21");
    }

    @Test
    void flush_that_overtakes_its_changes_waits_for_them() throws Exception {
        // Given
        var client = new FakeClient();
        listen(client, "alice", null);
        var first = services.commitQuietly("1");
        var second = services.commitQuietly("2");
        // When
        services.announce(new Event.Flushed(SPACE, 2));
        services.announce(first);
        services.announce(second);
        services.write("loud");
        // Then
        assertThat(client.until("changed"))
                .containsExactly("snapshot " + cursor(0) + " 100", "resync IMPORT", "changed 3");
    }

    @Test
    void change_does_not_overtake_the_import_before_it() throws Exception {
        // Given
        var client = new FakeClient();
        listen(client, "alice", null);
        // When
        services.announce(services.commitQuietly("1"));
        services.write("loud");
        services.announce(services.commitQuietly("2"));
        services.announce(new Event.Flushed(SPACE, 3));
        services.write("loud");
        // Then
        assertThat(client.until("changed 4"))
                .containsExactly(
                        "snapshot " + cursor(0) + " 100", "resync IMPORT", "changed 2", "resync IMPORT", "changed 4");
    }

    @Test
    void import_that_nobody_flushes_is_told_all_the_same() throws Exception {
        // Given
        var client = new FakeClient();
        listen(client, "alice", null);
        // When
        services.commitQuietly("lost");
        // Then
        assertThat(client.until("resync")).last().isEqualTo("resync IMPORT");
    }

    @Test
    void who_has_replayed_an_import_is_not_told_of_it_again() throws Exception {
        // Given
        var watching = new FakeClient();
        listen(watching, "alice", null);
        services.announce(services.commitQuietly("1"));
        // When
        var returning = new FakeClient();
        listen(returning, "bob", cursor(0));
        services.announce(new Event.Flushed(SPACE, 1));
        services.write("loud");
        // Then
        assertThat(watching.until("changed 2")).contains("resync IMPORT");
        assertThat(returning.until("changed 2"))
                .containsExactly("snapshot " + cursor(0) + " 100", "changed 1", "changed 2");
    }

    @Test
    void lost_last_event_is_found_by_comparing_heads() throws Exception {
        // Given
        var client = new FakeClient();
        listen(client, "alice", null);
        // When
        services.commit("1");
        // Then
        assertThat(client.until("changed 1")).hasSize(2);
    }

    @Test
    void revoked_listener_gets_nothing_that_was_written_after() throws Exception {
        // Given
        var revoked = new FakeClient();
        var staying = new FakeClient();
        listen(revoked, "alice", null);
        listen(staying, "bob", null);
        services.write("1");
        revoked.until("changed 1");
        // When
        services.members.remove("alice");
        services.accessVersion.incrementAndGet();
        services.write("secret");
        // Then
        assertThat(revoked.until("revoked")).containsExactly("revoked");
        assertThat(staying.until("changed 2")).last().isEqualTo("changed 2");
        services.write("marker");
        staying.until("changed 3");
        revoked.write(new Frame("end"));
        assertThat(revoked.until("end")).containsExactly("end");
    }

    @Test
    void cursor_that_is_kept_no_longer_is_answered_with_resync() throws Exception {
        // Given
        services.commit("1");
        services.commit("1");
        services.floor = 2;
        var client = new FakeClient();
        // When
        listen(client, "alice", cursor(1));
        services.write("1");
        // Then
        assertThat(client.until("changed"))
                .containsExactly("resync CURSOR_GONE", "snapshot " + cursor(2) + " 100", "changed 3");
    }

    @Test
    void stranger_may_not_listen() {
        assertThatThrownBy(() -> listen(new FakeClient(), "mallory", null))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.FORBIDDEN));
    }

    @Test
    void who_listens_is_told_to_the_others() throws Exception {
        // Given
        var client = new FakeClient();
        listen(client, "alice", null);
        // When
        var other = listen(new FakeClient(), "bob", null);
        client.until("presence [alice, bob]", true);
        onLoop(() -> {
            hub.closed(other);
            return Future.succeededFuture();
        });
        // Then
        assertThat(client.until("presence [alice]", true)).isNotEmpty();
    }

    @Test
    void session_that_follows_a_wire_hears_of_a_space_that_it_may_read_later() throws Exception {
        // Given
        var client = new FakeClient();
        onLoop(() -> {
            var session = hub.open(new Identity("carol", "Carol", List.of()), FakeClient.WORDS, client);
            return hub.listenToAll(session, List.of("test"));
        });
        // When
        services.members.add("carol");
        services.accessVersion.incrementAndGet();
        services.announce(new Event.AccessChanged(SPACE, services.accessVersion.get()));
        client.until("snapshot");
        services.write("1");
        // Then
        assertThat(client.until("changed")).containsExactly("changed 1");
    }

    @Test
    void reader_that_stops_is_told_to_resync_when_he_reads_again() throws Exception {
        // Given
        var client = new FakeClient();
        listen(client, "alice", null);
        services.write("1");
        client.until("changed 1");
        client.isReading = false;
        // When
        var more = CONFIG.sockets().outboxMaxFrames() + 1;
        IntStream.range(0, more).forEach(i -> services.write("d" + i));
        var watching = new FakeClient();
        listen(watching, "bob", cursor(1));
        watching.until("changed " + (more + 1));
        onLoop(() -> {
            client.isReading = true;
            client.onDrain.run();
            return Future.succeededFuture();
        });
        // Then
        assertThat(client.until("resync")).containsExactly("resync SLOW");
    }

    @Test
    void personal_events_reach_the_sessions_of_their_user() throws Exception {
        // Given
        var client = new FakeClient();
        onLoop(() -> {
            var session = hub.open(new Identity("alice", "Alice", List.of()), FakeClient.WORDS, client);
            return hub.listen(session, "user/alice", null);
        });
        // When
        services.announce(new Event.Granted("alice", null, SPACE, "1", "a", 1, Instant.EPOCH, 5_000, 1));
        services.announce(new Event.Expiring("alice", null, SPACE, "1", "a", 1, Instant.EPOCH, 5_000));
        services.announce(new Event.Knocked("alice", SPACE, "1", "a", 1, "bob", "Bob"));
        services.announce(new Event.Displaced("alice", SPACE, "1", "a", 1, "mary", "Mary", "because"));
        services.announce(new Event.Custom("alice", "message", null));
        // Then
        assertThat(client.until("Custom")).containsExactly("Granted", "Expiring", "Knocked", "Displaced", "Custom");
    }

    /** They used to be dropped without a word. */
    @Test
    void reader_that_stops_is_told_that_he_missed_what_was_for_him() throws Exception {
        // Given
        var client = new FakeClient();
        client.isReading = false;
        var marker = new FakeClient();
        onLoop(() -> {
            var session = hub.open(new Identity("alice", "Alice", List.of()), FakeClient.WORDS, client);
            return hub.listen(session, "user/alice", null);
        });
        onLoop(() -> {
            var session = hub.open(new Identity("alice", "Alice", List.of()), FakeClient.WORDS, marker);
            return hub.listen(session, "user/alice", null);
        });
        // When
        IntStream.range(0, CONFIG.sockets().outboxMaxFrames() + 1)
                .forEach(number -> services.announce(new Event.Custom("alice", "m", number)));
        services.announce(new Event.Notified("alice", NoticeKind.ACTIVITY, null));
        marker.until("Notified");
        onLoop(() -> {
            client.isReading = true;
            client.onDrain.run();
            return Future.succeededFuture();
        });
        // Then
        assertThat(client.until("Notified")).containsExactly("missed", "Notified");
    }
}
