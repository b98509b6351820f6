package io.lockstep.gateway.wire.metavox;

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
import org.junit.jupiter.api.Test;

/** Tests every text that a MetaVox page is pushed against {@code golden/metavox/events.txt}, whose lines are name and text. */
class MetavoxWordsTest {
    private static final String SPACE = "metavox:103";
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final MetavoxWords WORDS = new MetavoxWords();

    private final Map<String, List<String>> encoded = new LinkedHashMap<>();

    @Test
    void every_text_is_what_the_unmodified_page_knows() {
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
    void presence_and_lost_access_have_no_words_here() {
        assertThat(frames(new Signal.Presence(SPACE, List.of(new Signal.Present("alice", "Alice")))))
                .isEmpty();
        assertThat(frames(new Signal.Revoked(SPACE))).isEmpty();
        assertThat(frames(new Signal.Happened(new Event.AccessChanged(SPACE, 2))))
                .isEmpty();
    }

    @Test
    void page_asks_for_nothing_by_name() {
        assertThat(WORDS.isImplicit()).isTrue();
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
        return WORDS.encode(Topic.space(SPACE), signal).stream()
                .map(frame -> frame.text())
                .toList();
    }

    private static Map<String, List<String>> golden() {
        try (var file = MetavoxWordsTest.class.getResourceAsStream("/golden/metavox/events.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" \\| ", 2))
                    .collect(groupingBy(line -> line[0], LinkedHashMap::new, mapping(line -> line[1], toList())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
