package io.lockstep.gateway.wire.notifypush;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.SpaceId;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests every text that the server sends against {@code golden/notifypush/events.txt}, whose lines are name and text. */
class PushFramesTest {
    private static final String SPACE = "metavox:103";
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final PushFrames FRAMES = new PushFrames();

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

        locked("cell locked", SPACE, "456", "doc_title", "alice", false);
        locked("cell locked by a user with digits", SPACE, "456", "doc_title", "4711", false);
        locked("cell locked again", SPACE, "456", "doc_title", "alice", true);
        locked("document locked", SPACE, "456", Lock.WHOLE_DOCUMENT, "alice", false);
        locked(
                "document with a name locked",
                SpaceId.of("metavox", "team", "blue/green"),
                "plan b",
                "doc_title",
                "alice",
                false);
        unlocked("cell unlocked", "released");
        unlocked("cell expired", "expired");

        changed("one field changed", new JsonObject().put("doc_title", "Plän \"B\""));
        changed("number changed", new JsonObject().put("pages", 12));
        changed("fraction changed", new JsonObject().put("price", 1.0));
        changed("boolean changed", new JsonObject().put("done", true));
        changed(
                "several values changed",
                new JsonObject().put("tags", new JsonArray().add("red").add("blue")));
        changed("field removed", new JsonObject().putNull("doc_title"));
        changed("several fields changed", new JsonObject().put("a", "1").put("b", "2"));
        happened(
                "large change",
                new Event.Changed(SPACE, 1, "456", 1, "e", Verb.UPDATED, null, true, "alice", AT, "1.0.1", 1));
        happened(
                "document deleted",
                new Event.Changed(SPACE, 1, "456", 1, "e", Verb.DELETED, null, false, "alice", AT, "1.0.1", 1));
        encode(
                "standing locks",
                new Signal.Snapshot(
                        SPACE,
                        "1.0.1",
                        new LockSnapshot(
                                SPACE, List.of(lock("456", "doc_title", "alice"), lock("457", "status", "bob")), 2),
                        List.of()));
        encode(
                "locks that ended unheard",
                new Signal.Snapshot(
                        SPACE,
                        "1.0.1",
                        new LockSnapshot(SPACE, List.of(lock("457", "status", "bob")), 4),
                        List.of(),
                        List.of(lock("456", "doc_title", "alice")),
                        false));
        encode("missed too much", new Signal.Resync(SPACE, Signal.Resync.Reason.SLOW, "1.0.1"));

        assertThat(encoded).isEqualTo(golden());
    }

    @Test
    void space_of_another_wire_has_no_words_here() {
        var space = "notes:alice";
        var lock = new Lock(space, "1", "title", "alice", "Alice", 1, AT);
        assertThat(frames(
                        new Signal.Happened(new Event.Locked(space, "1", "title", "alice", "Alice", 1, AT, 1, false))))
                .isEmpty();
        assertThat(frames(new Signal.Happened(new Event.Unlocked(space, "1", "title", "alice", 1, 1, "released"))))
                .isEmpty();
        assertThat(frames(new Signal.Happened(new Event.Changed(
                        space, 1, "1", 1, "e", Verb.UPDATED, new JsonObject(), false, "alice", AT, "1.0.1", 1))))
                .isEmpty();
        assertThat(frames(new Signal.Snapshot(space, "1.0.1", new LockSnapshot(space, List.of(lock), 1), List.of())))
                .isEmpty();
        assertThat(frames(new Signal.Resync(space, Signal.Resync.Reason.CURSOR_GONE, "1.0.1")))
                .isEmpty();
    }

    @Test
    void presence_and_lost_access_have_no_words_here() {
        assertThat(frames(new Signal.Presence(SPACE, List.of(new Signal.Present("alice", "Alice")))))
                .isEmpty();
        assertThat(frames(new Signal.Revoked(SPACE))).isEmpty();
        assertThat(frames(new Signal.Happened(new Event.AccessChanged(SPACE, 2))))
                .isEmpty();
    }

    @Test
    void what_a_holder_or_a_waiting_user_is_told_has_no_words_here() {
        for (var event : List.<Event>of(
                new Event.Granted("alice", null, SPACE, "456", "doc_title", 7, AT, 10_000, 3),
                new Event.Expiring("alice", null, SPACE, "456", "doc_title", 7, AT, 10_000),
                new Event.Knocked("alice", SPACE, "456", "doc_title", 7, "bob", "Bob"),
                new Event.Displaced("alice", SPACE, "456", "doc_title", 7, "mary", "Mary", "because"))) {
            assertThat(frames(new Signal.Happened(event))).isEmpty();
        }
    }

    private static Object json(String text) {
        return Objects.requireNonNull(Json.decodeValue(text));
    }

    private void custom(String name, String message, @Nullable Object body) {
        happened(name, new Event.Custom("alice", message, body));
    }

    private void locked(String name, String space, String document, String field, String user, boolean isRenewed) {
        happened(name, new Event.Locked(space, document, field, user, "A name", 7, AT, 3, isRenewed));
    }

    private void unlocked(String name, String reason) {
        happened(name, new Event.Unlocked(SPACE, "456", "doc_title", "alice", 7, 4, reason));
    }

    private void changed(String name, JsonObject patch) {
        happened(name, new Event.Changed(SPACE, 1, "456", 1, "e", Verb.UPDATED, patch, false, "alice", AT, "1.0.1", 1));
    }

    private static Lock lock(String document, String field, String owner) {
        return new Lock(SPACE, document, field, owner, "A name", 7, AT);
    }

    private void happened(String name, Event event) {
        encode(name, new Signal.Happened(event));
    }

    private void encode(String name, Signal signal) {
        encoded.put(name, frames(signal));
    }

    private static List<String> frames(Signal signal) {
        return FRAMES.encode(Topic.space(SPACE), signal).stream()
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
