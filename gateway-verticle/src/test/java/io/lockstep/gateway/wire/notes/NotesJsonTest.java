package io.lockstep.gateway.wire.notes;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentSync;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tests the codec against its golden file; a released one is what clients know. */
class NotesJsonTest {
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.890Z");
    private static final String ETAG = "9e107d9d372bb6826bd81d3542a419d6";
    private static final Note NOTE = new Note(77, "Plan", 1_772_600_767, "Work/Q2", true, false, "# Plan", ETAG);

    private final Map<String, NotesAnswer> answers = new LinkedHashMap<>();

    @Test
    void answers_are_as_the_golden_file_shows_them() throws IOException {
        answers.put("one", NotesJson.one(NOTE, NotesSettings.DEFAULTS, Set.of()));
        answers.put("one in the root", NotesJson.one(NOTE, new NotesSettings("", ".txt", "edit"), Set.of("content")));
        answers.put(
                "all that may be excluded",
                NotesJson.one(
                        NOTE,
                        NotesSettings.DEFAULTS,
                        Set.of("id", "title", "modified", "category", "favorite", "readonly", "content", "etag")));
        answers.put("conflict", NotesJson.conflict(NOTE, NotesSettings.DEFAULTS));
        answers.put("list", list(new JsonObject(), 0));
        answers.put("chunk", list(new JsonObject().put("chunkSize", 1), 3));
        answers.put(
                "next chunk",
                list(new JsonObject().put("chunkSize", 1).put("chunkCursor", "1772600700-1772600701000-5"), 2));
        answers.put("deleted", NotesJson.DELETED);
        answers.put("unknown path", NotesJson.UNKNOWN_PATH);
        for (var code : FailureCode.values()) {
            answers.put(code.label(), NotesJson.failed(new ServiceException(code, "a sentence")));
        }
        answers.put(
                "capability",
                NotesAnswer.ok(NotesJson.capability(NotesSettings.DEFAULTS).encode()));

        assertThat(answers.entrySet().stream()
                        .map(answer -> answer.getKey() + " | " + text(answer.getValue()))
                        .collect(joining("\n", "", "\n")))
                .isEqualTo(golden());
    }

    @Test
    void a_document_that_somebody_else_wrote_is_a_note_with_defaults() {
        var note = Note.of(document("5", new JsonObject().put("title", 7).put("favorite", "0")));

        assertThat(note).isEqualTo(new Note(5, "7", 0, "", false, false, "", ETAG));
    }

    private static NotesAnswer list(JsonObject parameters, long pending) {
        var query = ListQuery.of(new NotesParameters(parameters));
        var documents =
                List.of(document("77", new JsonObject().put("title", "Plan").put("modified", 3)));
        var others = pending == 0 ? List.of("5", "6") : List.<String>of();
        return NotesJson.list(query, new DocumentSync("1.0.16", AT, false, documents, pending, others), Shelf.ALL);
    }

    private static Document document(String id, JsonObject fields) {
        return new Document("notes:alice", id, 1, ETAG, fields, false, AT, "alice");
    }

    private static String text(NotesAnswer answer) {
        return answer.status() + " " + new TreeMap<>(answer.headers()) + " " + answer.body();
    }

    private static String golden() throws IOException {
        try (var file = NotesJsonTest.class.getResourceAsStream("/golden/notes/answers.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
