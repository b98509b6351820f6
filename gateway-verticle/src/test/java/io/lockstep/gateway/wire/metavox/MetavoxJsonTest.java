package io.lockstep.gateway.wire.metavox;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tests every answer against {@code golden/metavox/answers.txt}, whose lines are name, status and body. */
class MetavoxJsonTest {
    private static final String LOCK = "Not authenticated";
    private static final String METADATA = "User not authenticated";

    private final Map<String, MetavoxAnswer> answers = new LinkedHashMap<>();

    @Test
    void every_answer_is_metavoxs() throws IOException {
        answers.put("lock taken", MetavoxJson.LOCK_TAKEN);
        answers.put("lock held by another", MetavoxJson.lockedByAnother(lockedBy("alice", "")));
        answers.put(
                "lock held by somebody unknown",
                MetavoxJson.lockedByAnother(new ServiceException(FailureCode.LOCKED, "")));
        answers.put("done", MetavoxJson.SUCCESS);
        answers.put("no field name", MetavoxJson.NO_FIELD_NAME);
        answers.put("no such path", MetavoxJson.NOT_FOUND);
        failed("lock without login", FailureCode.UNAUTHENTICATED, "sign in", LOCK);
        failed("metadata without login", FailureCode.UNAUTHENTICATED, "sign in", METADATA);
        failed("no access", FailureCode.FORBIDDEN, "this needs role editor", LOCK);
        failed("no space", FailureCode.NOT_FOUND, "there is no such space", METADATA);
        answers.put(
                "save refused by a lock",
                MetavoxJson.failed(lockedBy("bob", "'doc_title' is locked by Bob"), METADATA));
        failed("bad request", FailureCode.BAD_REQUEST, "the body is not JSON", METADATA);
        failed("too large", FailureCode.TOO_LARGE, "the request body is too large", METADATA);
        failed("store away", FailureCode.UNAVAILABLE, "Redis does not answer: try again", LOCK);
        answers.put(
                "metadata",
                MetavoxAnswer.ok(MetavoxJson.metadata(
                        List.of(
                                new FieldDefinition("doc_title", "Title", "text", List.of(), true),
                                new FieldDefinition("status", "Status", "select", List.of("draft", "final"), false),
                                new FieldDefinition("tags", "Tags", "multiselect", List.of("a", "b"), false),
                                new FieldDefinition("pages", "Pages", "number", List.of(), false),
                                new FieldDefinition("done", "Done", "checkbox", List.of(), false)),
                        new JsonObject()
                                .put("done", true)
                                .put("pages", 12)
                                .put("doc_title", "Plan")
                                .put("tags", new JsonArray().add("a").add("b"))
                                .put("of another time", "x"))));

        assertThat(answers.entrySet().stream()
                        .collect(toMap(
                                Map.Entry::getKey,
                                entry -> entry.getValue().status() + " "
                                        + entry.getValue().body())))
                .isEqualTo(golden());
    }

    private static ServiceException lockedBy(String owner, String message) {
        return new ServiceException(
                FailureCode.LOCKED, message, new JsonObject().put("lock", new JsonObject().put("owner", owner)));
    }

    private void failed(String name, FailureCode code, String message, String unauthenticated) {
        answers.put(name, MetavoxJson.failed(new ServiceException(code, message), unauthenticated));
    }

    private static Map<String, String> golden() throws IOException {
        try (var file = MetavoxJsonTest.class.getResourceAsStream("/golden/metavox/answers.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" \\| ", 2))
                    .collect(toMap(line -> line[0], line -> line[1]));
        }
    }
}
