package io.lockstep.gateway.wire.notifypush;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.PushWords;
import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests every text that the server sends against {@code golden/notifypush/events.txt}, whose lines are name and text. */
class PushFramesTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final PushFrames FRAMES = new PushFrames(List.of());

    private final Map<String, List<String>> encoded = new LinkedHashMap<>();

    @Test
    void every_text_is_the_original_daemons() {
        encoded.put("login", List.of(PushFrames.AUTHENTICATED.text()));
        custom("custom without a body", "my_custom_message", null);
        custom("custom with a null body", "my_custom_message", Json.decodeValue("null"));
        custom("custom with an array", "my_custom_message", json("[1,2,3]"));
        custom("custom with false", "flag", false);
        custom("custom with zero", "count", 0);
        custom("custom with an empty text", "text", "");
        custom("custom with an empty array", "list", json("[]"));
        custom("custom with an empty object", "map", json("{}"));
        custom("custom without a name", "", json("{\"a\":1}"));
        custom("custom named like a built-in event", "notify_file", json("{\"x\":true}"));
        custom("custom with unsorted keys", "metavox_metadata_changed", json("{\"gfId\":103,\"fileId\":456}"));
        custom(
                "custom with nested unsorted keys",
                "deep",
                json("{\"\\ud83d\\ude00\":2,\"\\ufb00\":1,\"\\u00e4\":\"\\u00fc\\/\\u00f6\","
                        + "\"a\":[{\"b\":1,\"a\":2}],\"Z\":null}"));
        custom(
                "custom with numbers",
                "numbers",
                json("[1.0,-5e-1,1e20,1e21,18446744073709551615,1000000000000000000000000000000]"));

        notice("file", new Notice.Files(Optional.empty()), false);
        notice("files by id", new Notice.Files(Optional.of(new LinkedHashSet<>(List.of(5L, 12L)))), true);
        notice("files of which some are unknown", new Notice.Files(Optional.empty()), true);
        notice("activity", new Notice.Activity(), true);
        notice("notification", new Notice.Notification(), false);

        assertThat(encoded).isEqualTo(golden());
    }

    @Test
    void wire_speaks_of_its_own_spaces_only() {
        // Given
        var frames = new PushFrames(List.of(new FakeWords()));
        var event = new Signal.Happened(new Event.Locked("fake:1", "2", "title", "alice", "Alice", 1, AT, 1, false));
        var foreign = new Signal.Happened(new Event.Locked("notes:1", "2", "title", "alice", "Alice", 1, AT, 1, false));

        // When / Then
        assertThat(frames.encode(Topic.space("fake:1"), event))
                .extracting(Frame::text)
                .containsExactly("fake space/fake:1 Happened");
        assertThat(frames.encode(Topic.document("fake:1", "2"), event))
                .extracting(Frame::text)
                .containsExactly("fake document/fake:1/2 Happened");
        assertThat(frames.encode(Topic.space("notes:1"), foreign)).isEmpty();
    }

    @Test
    void all_that_is_said_of_a_space_comes_to_its_wire() {
        // Given
        var frames = new PushFrames(List.of(new FakeWords()));
        var locks = new LockSnapshot("fake:1", List.of(), 1);
        var change = new Event.Changed(
                "fake:1", 1, "1", 1, "e", Verb.UPDATED, new JsonObject(), false, "alice", AT, "1.0.1", 1);

        for (var signal : List.of(
                new Signal.Happened(change),
                new Signal.Merged(change, 2),
                new Signal.Happened(new Event.Unlocked("fake:1", "1", "title", "alice", 1, 1, "released")),
                new Signal.Snapshot("fake:1", "1.0.1", locks, List.of()),
                new Signal.Presence("fake:1", List.of()),
                new Signal.Resync("fake:1", Signal.Resync.Reason.SLOW, "1.0.1"),
                new Signal.Revoked("fake:1"))) {
            // When
            var said = frames.encode(Topic.space("fake:1"), signal);

            // Then
            assertThat(said)
                    .extracting(Frame::text)
                    .containsExactly("fake space/fake:1 " + signal.getClass().getSimpleName());
        }
    }

    @Test
    void what_a_holder_or_a_waiting_user_is_told_has_no_words_here() {
        for (var event : List.<Event>of(
                new Event.Granted("alice", null, "fake:1", "456", "doc_title", 7, AT, 10_000, 3),
                new Event.Expiring("alice", null, "fake:1", "456", "doc_title", 7, AT, 10_000),
                new Event.Knocked("alice", "fake:1", "456", "doc_title", 7, "bob", "Bob"),
                new Event.Displaced("alice", "fake:1", "456", "doc_title", 7, "mary", "Mary", "because"),
                new Event.AccessChanged("fake:1", 2))) {
            assertThat(new PushFrames(List.of(new FakeWords())).encode(Topic.user("alice"), new Signal.Happened(event)))
                    .isEmpty();
        }
    }

    @Test
    void frames_are_shared_by_all_event_loops_that_speak_the_same_words() {
        var words = List.<PushWords>of(new FakeWords());
        assertThat(new PushFrames(words)).isEqualTo(new PushFrames(words));
    }

    /** Says of each signal under which topic it was heard. */
    private static final class FakeWords implements PushWords {
        @Override
        public String wire() {
            return "fake";
        }

        @Override
        public boolean isImplicit() {
            return false;
        }

        @Override
        public List<Frame> encode(String topic, Signal signal) {
            return List.of(new Frame("fake " + topic + " " + signal.getClass().getSimpleName()));
        }

        @Override
        public Future<List<String>> topics(Edge edge, Identity identity, String name) {
            return Future.succeededFuture(List.of());
        }
    }

    private void notice(String name, Notice notice, boolean withIds) {
        encoded.put(name, List.of(PushFrames.notice(notice, withIds).text()));
    }

    private static Object json(String text) {
        return Objects.requireNonNull(Json.decodeValue(text));
    }

    private void custom(String name, String message, @Nullable Object body) {
        happened(name, new Event.Custom("alice", message, body));
    }

    private void happened(String name, Event event) {
        encode(name, new Signal.Happened(event));
    }

    private void encode(String name, Signal signal) {
        encoded.put(name, frames(signal));
    }

    private static List<String> frames(Signal signal) {
        return FRAMES.encode(Topic.user("alice"), signal).stream()
                .map(frame -> frame.text())
                .toList();
    }

    private static Map<String, List<String>> golden() {
        try (var file = PushFramesTest.class.getResourceAsStream("/golden/notifypush/events.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" \\| ", 2))
                    .collect(groupingBy(line -> line[0], LinkedHashMap::new, mapping(line -> line[1], toList())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
