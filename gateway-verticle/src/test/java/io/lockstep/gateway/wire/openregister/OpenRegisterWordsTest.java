package io.lockstep.gateway.wire.openregister;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.gateway.session.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tests every text that is pushed against {@code golden/openregister/events.txt}, whose lines are name and text. */
class OpenRegisterWordsTest {
    private static final String SPACE = "openregister:decidesk:meeting";
    private static final String ID = "5f1c7a52-0d53-4c0e-9a51-3f8f0a6d1b01";
    private static final String OBJECT = Topic.document(SPACE, ID);
    private static final String COLLECTION = Topic.space(SPACE);
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final OpenRegisterWords WORDS = new OpenRegisterWords();

    private final Map<String, List<String>> encoded = new LinkedHashMap<>();

    @Test
    void every_text_is_what_the_client_listens_to() throws IOException {
        for (var verb : List.of(Verb.CREATED, Verb.UPDATED, Verb.DELETED)) {
            encode("object " + verb.json(), OBJECT, changed(verb));
            encode("collection " + verb.json(), COLLECTION, changed(verb));
        }
        encode("object locked", OBJECT, locked(Lock.WHOLE_DOCUMENT, false));
        encode("object lock renewed", OBJECT, locked(Lock.WHOLE_DOCUMENT, true));
        encode("object unlocked", OBJECT, unlocked("released"));
        encode("object lock expired", OBJECT, unlocked("expired"));
        encode("object listened to", OBJECT, snapshot());
        encode("collection listened to", COLLECTION, snapshot());
        encode("object after an import", OBJECT, resync(Signal.Resync.Reason.IMPORT));
        encode("collection after an import", COLLECTION, resync(Signal.Resync.Reason.IMPORT));
        encode("object after a loss", OBJECT, resync(Signal.Resync.Reason.SLOW));
        encode("collection after a loss", COLLECTION, resync(Signal.Resync.Reason.CURSOR_GONE));
        encoded.values().removeIf(List::isEmpty);

        assertThat(encoded).isEqualTo(golden());
    }

    @Test
    void collection_hears_nothing_of_updates_and_locks() {
        assertThat(frames(COLLECTION, changed(Verb.UPDATED))).isEmpty();
        assertThat(frames(COLLECTION, locked(Lock.WHOLE_DOCUMENT, false))).isEmpty();
        assertThat(frames(COLLECTION, unlocked("expired"))).isEmpty();
    }

    @Test
    void locks_of_cells_presence_lost_access_and_other_spaces_have_no_words_here() {
        assertThat(frames(OBJECT, locked("title", false))).isEmpty();
        assertThat(frames(OBJECT, new Signal.Presence(SPACE, List.of()))).isEmpty();
        assertThat(frames(OBJECT, new Signal.Revoked(SPACE))).isEmpty();
        assertThat(frames(
                        "space/openregister:odd", new Signal.Resync("openregister:odd", Signal.Resync.Reason.SLOW, "")))
                .isEmpty();
    }

    @Test
    void nobody_hears_without_listening() {
        assertThat(WORDS.isImplicit()).isFalse();
    }

    private static Signal changed(Verb verb) {
        return new Signal.Happened(new Event.Changed(SPACE, 9, ID, 5, "e", verb, null, false, "alice", AT, "1.0.9", 1));
    }

    private static Signal locked(String field, boolean isRenewed) {
        return new Signal.Happened(new Event.Locked(SPACE, ID, field, "alice", "Alice", 7, AT, 3, isRenewed));
    }

    private static Signal unlocked(String reason) {
        return new Signal.Happened(new Event.Unlocked(SPACE, ID, Lock.WHOLE_DOCUMENT, "alice", 7, 4, reason));
    }

    private static Signal snapshot() {
        return new Signal.Snapshot(SPACE, "1.0.1", new LockSnapshot(SPACE, List.of(), 4), List.of());
    }

    private static Signal resync(Signal.Resync.Reason reason) {
        return new Signal.Resync(SPACE, reason, "1.0.1");
    }

    private void encode(String name, String topic, Signal signal) {
        encoded.put(name, frames(topic, signal));
    }

    private static List<String> frames(String topic, Signal signal) {
        return WORDS.encode(topic, signal).stream().map(frame -> frame.text()).toList();
    }

    private static Map<String, List<String>> golden() throws IOException {
        try (var file = OpenRegisterWordsTest.class.getResourceAsStream("/golden/openregister/events.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" \\| ", 2))
                    .collect(groupingBy(line -> line[0], LinkedHashMap::new, mapping(line -> line[1], toList())));
        }
    }
}
