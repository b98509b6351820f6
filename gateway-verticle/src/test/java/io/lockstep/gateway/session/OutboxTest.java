package io.lockstep.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.gateway.GatewayConfig;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final long EPOCH = 3;
    private static final String TOPIC = "space/s";
    private static final GatewayConfig.Sockets LIMITS =
            new GatewayConfig.Sockets(true, 3, 5, 10_000, Duration.ofSeconds(30), 10, 10);

    private final List<String> written = new ArrayList<>();
    private int writable = Integer.MAX_VALUE;
    private Runnable onDrain = () -> {};
    private long nanos = 1;
    private int saved;
    private final Outbox outbox = outbox(LIMITS);

    private Outbox outbox(GatewayConfig.Sockets limits) {
        return new Outbox(new FakeTransport(), OutboxTest::encode, limits, () -> nanos, count -> saved += count);
    }

    private final class FakeTransport implements Transport {
        @Override
        public void write(Frame frame) {
            written.add(frame.text());
            writable--;
        }

        @Override
        public boolean isWritable() {
            return writable > 0;
        }

        @Override
        public void onDrain(Runnable handler) {
            onDrain = handler;
        }

        @Override
        public void close(CloseCause cause) {}
    }

    /** {@code document seq*changes @cursor patch}. */
    private static List<Frame> encode(String topic, Signal signal) {
        if (signal instanceof Signal.Merged merged) {
            return List.of(new Frame(word(merged.change(), "*" + merged.changes())));
        }
        return List.of(new Frame(
                signal instanceof Signal.Happened happened
                        ? word((Event.Changed) happened.event(), "")
                        : signal.getClass().getSimpleName()));
    }

    private static String word(Event.Changed change, String merged) {
        return change.verb().json().charAt(0) + " " + change.document() + " " + change.seq() + merged + " @"
                + Cursor.parse(change.cursor()).seq() + " " + change.patch();
    }

    private static Event.Changed change(long seq, String document, Verb verb, JsonObject patch) {
        return new Event.Changed(
                "s",
                seq,
                document,
                seq,
                "e" + seq,
                verb,
                verb == Verb.DELETED ? null : patch,
                false,
                "alice",
                Instant.EPOCH,
                new Cursor(EPOCH, seq).encode(),
                1);
    }

    private static Event.Changed update(long seq, String document, String field) {
        return change(seq, document, Verb.UPDATED, new JsonObject().put(field, seq));
    }

    private boolean offer(String text) {
        return outbox.offer(null, null, List.of(new Frame(text)));
    }

    private boolean offer(Outbox to, Event.Changed change) {
        var signal = new Signal.Happened(change);
        return to.offer(TOPIC, signal, encode(TOPIC, signal));
    }

    private void read(int messages) {
        writable = messages;
        onDrain.run();
        writable = 0;
    }

    @Test
    void frame_goes_straight_through_while_the_socket_keeps_up() {
        assertThat(offer("a")).isTrue();
        assertThat(written).containsExactly("a");
        assertThat(outbox.stuckNanos()).isZero();
    }

    @Test
    void frames_wait_in_order_and_none_overtakes() {
        // Given
        writable = 0;
        assertThat(offer("a")).isTrue();
        writable = 5;
        assertThat(offer("b")).isTrue();
        // When
        onDrain.run();
        // Then
        assertThat(written).containsExactly("a", "b");
        assertThat(outbox.waitingFrames()).isZero();
    }

    @Test
    void frame_too_many_is_refused() {
        writable = 0;
        for (var text : List.of("a", "b", "c", "d", "e")) {
            assertThat(offer(text)).isTrue();
        }
        assertThat(offer("f")).isFalse();
        assertThat(outbox.waitingFrames()).isEqualTo(5);
    }

    @Test
    void byte_too_many_is_refused_counted_in_utf8() {
        writable = 0;
        assertThat(offer("ä".repeat(4_999))).isTrue();
        assertThat(offer("ab")).isTrue();
        assertThat(offer("c")).isFalse();
    }

    @Test
    void message_of_any_size_fits_when_none_waits() {
        writable = 0;
        assertThat(offer("x".repeat(20_000))).isTrue();
        assertThat(offer("y")).isFalse();
    }

    @Test
    void time_without_progress_counts_from_the_last_written_frame() {
        // Given
        writable = 0;
        assertThat(offer("a")).isTrue();
        assertThat(offer("b")).isTrue();
        // When
        nanos += 50;
        // Then
        assertThat(outbox.stuckNanos()).isEqualTo(50);
    }

    @Test
    void what_is_dropped_is_no_progress() {
        // Given
        writable = 0;
        assertThat(offer("a")).isTrue();
        nanos += 50;
        // When
        outbox.drop();
        assertThat(offer("b")).isTrue();
        // Then
        assertThat(outbox.stuckNanos()).isEqualTo(50);
        outbox.drop();
        read(0);
        assertThat(outbox.stuckNanos()).isZero();
    }

    @Test
    void answers_and_the_end_of_rights_outlive_the_events_that_are_dropped() {
        // Given
        writable = 0;
        assertThat(offer("answer")).isTrue();
        assertThat(offer(outbox, update(1, "d", "x"))).isTrue();
        var revoked = new Signal.Revoked("s");
        assertThat(outbox.offer(TOPIC, revoked, encode(TOPIC, revoked))).isTrue();
        assertThat(offer(outbox, update(2, "other", "x"))).isTrue();
        // When
        outbox.dropEvents();
        read(10);
        // Then
        assertThat(written).containsExactly("answer", "Revoked");
        assertThat(outbox.waitingFrames()).isZero();
    }

    @Test
    void answer_of_several_frames_goes_on_where_it_stopped() {
        // Given
        writable = 1;
        // When
        assertThat(outbox.offer(null, null, List.of(new Frame("a"), new Frame("b"), new Frame("c"))))
                .isTrue();
        read(1);
        read(1);
        // Then
        assertThat(written).containsExactly("a", "b", "c");
    }

    @Test
    void waiting_changes_of_a_document_become_one_with_the_latest_of_each_field() {
        // Given
        writable = 0;
        // When
        assertThat(offer(outbox, update(5, "d", "x"))).isTrue();
        assertThat(offer(outbox, update(6, "d", "y"))).isTrue();
        assertThat(offer(outbox, update(7, "other", "x"))).isTrue();
        assertThat(offer(outbox, update(8, "d", "x"))).isTrue();
        read(10);
        // Then
        assertThat(written).containsExactly("u other 7 @4 {\"x\":7}", "u d 8*3 @8 {\"x\":8,\"y\":6}");
        assertThat(saved).isEqualTo(2);
    }

    @Test
    void document_that_was_made_and_deleted_is_deleted_and_one_made_anew_forgets_its_past() {
        // Given
        writable = 0;
        // When
        assertThat(offer(outbox, change(1, "a", Verb.CREATED, new JsonObject().put("x", 1))))
                .isTrue();
        assertThat(offer(outbox, change(2, "a", Verb.DELETED, new JsonObject())))
                .isTrue();
        assertThat(offer(outbox, change(3, "b", Verb.DELETED, new JsonObject())))
                .isTrue();
        assertThat(offer(outbox, change(4, "b", Verb.CREATED, new JsonObject().put("y", 4))))
                .isTrue();
        read(10);
        // Then
        assertThat(written).containsExactly("d a 2*2 @2 null", "c b 4*2 @4 {\"y\":4}");
    }

    @Test
    void nothing_moves_past_a_resync() {
        // Given
        writable = 0;
        // When
        assertThat(offer(outbox, update(1, "d", "x"))).isTrue();
        var resync = new Signal.Resync("s", Signal.Resync.Reason.SLOW, new Cursor(EPOCH, 1).encode());
        assertThat(outbox.offer(TOPIC, resync, encode(TOPIC, resync))).isTrue();
        assertThat(offer(outbox, update(2, "d", "x"))).isTrue();
        assertThat(offer(outbox, update(3, "d", "x"))).isTrue();
        read(10);
        // Then
        assertThat(written).containsExactly("u d 1 @1 {\"x\":1}", "Resync", "u d 3*2 @3 {\"x\":3}");
    }

    @Test
    void of_several_presences_only_the_last_is_kept() {
        // Given
        writable = 0;
        // When
        for (int i = 0; i < 4; i++) {
            var presence = new Signal.Presence("s", List.of(new Signal.Present("u" + i, "U")));
            assertThat(outbox.offer(TOPIC, presence, List.of(new Frame("presence " + i))))
                    .isTrue();
        }
        read(10);
        // Then
        assertThat(written).containsExactly("presence 3");
    }

    @Test
    void snapshot_is_no_change_and_is_kept_as_it_is() {
        // Given
        writable = 0;
        // When
        for (int i = 0; i < 4; i++) {
            var snapshot = new Signal.Snapshot("s", "c", new LockSnapshot("s", List.of(), i), List.of());
            assertThat(outbox.offer(TOPIC, snapshot, List.of(new Frame("snapshot " + i))))
                    .isTrue();
        }
        read(10);
        // Then
        assertThat(written).hasSize(4);
    }

    /** Whoever goes on from the cursor that he has, at any moment, ends where the server is; so does who only reads. */
    @Test
    void merged_changes_lose_nothing_from_whatever_cursor_a_client_goes_on() {
        var seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            playRound(random, "seed " + seed + ", round " + round);
        }
    }

    private void playRound(Random random, String name) {
        written.clear();
        writable = 0;
        var slow = outbox(new GatewayConfig.Sockets(true, 4, 1_000, 1_000_000, Duration.ofSeconds(1), 1, 1));
        var feed = new TreeMap<Long, Event.Changed>();
        var database = new HashMap<String, JsonObject>();
        for (long seq = 1; seq <= 60; seq++) {
            var change = randomChange(random, seq, database);
            feed.put(seq, change);
            apply(database, change.document(), change.verb(), change.patch());
            assertThat(offer(slow, change)).as(name).isTrue();
            if (random.nextInt(10) == 0) {
                read(random.nextInt(3));
            }
        }
        read(1_000);
        var replica = new HashMap<String, JsonObject>();
        long weight = 0;
        for (var text : written) {
            var told = Told.of(text);
            apply(replica, told.document, told.verb, told.patch);
            weight += told.changes;
            var resumed = new HashMap<String, JsonObject>();
            replica.forEach((document, fields) -> resumed.put(document, fields.copy()));
            feed.tailMap(told.cursor, false)
                    .values()
                    .forEach(change -> apply(resumed, change.document(), change.verb(), change.patch()));
            assertThat(resumed).as(name + " resumed after " + text).isEqualTo(database);
        }
        assertThat(replica).as(name).isEqualTo(database);
        assertThat(weight).as(name).isEqualTo(60);
    }

    private static Event.Changed randomChange(Random random, long seq, Map<String, JsonObject> database) {
        var document = "d" + random.nextInt(4);
        var verb =
                !database.containsKey(document) ? Verb.CREATED : random.nextInt(5) == 0 ? Verb.DELETED : Verb.UPDATED;
        return change(seq, document, verb, new JsonObject().put("f" + random.nextInt(3), seq));
    }

    private static void apply(Map<String, JsonObject> documents, String id, Verb verb, @Nullable JsonObject patch) {
        switch (verb) {
            case CREATED -> documents.put(id, Objects.requireNonNull(patch).copy());
            case UPDATED ->
                documents.computeIfAbsent(id, absent -> new JsonObject()).mergeIn(Objects.requireNonNull(patch));
            case DELETED, LEFT -> documents.remove(id);
        }
    }

    /** What a client reads out of {@link #encode}. */
    private record Told(Verb verb, String document, int changes, long cursor, JsonObject patch) {
        static Told of(String text) {
            var words = text.split(" ", 5);
            var seq = words[2].split("\\*", -1);
            return new Told(
                    switch (words[0]) {
                        case "c" -> Verb.CREATED;
                        case "d" -> Verb.DELETED;
                        default -> Verb.UPDATED;
                    },
                    words[1],
                    seq.length == 1 ? 1 : Integer.parseInt(seq[1]),
                    Long.parseLong(words[3].substring(1)),
                    words[4].equals("null") ? new JsonObject() : new JsonObject(words[4]));
        }
    }
}
