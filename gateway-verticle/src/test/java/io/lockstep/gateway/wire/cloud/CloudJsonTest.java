package io.lockstep.gateway.wire.cloud;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tests every response against {@code golden/cloud/answers.txt}, whose lines are name and JSON. */
class CloudJsonTest {
    @Test
    void every_response_is_as_a_nextcloud_server_gives_it() throws Exception {
        var notes = new JsonObject()
                .put("api_version", new JsonArray(List.of("0.2", "1.3", "1.4")))
                .put("version", "6.0.2")
                .put("notes_path", "Notes");
        var answers = new LinkedHashMap<String, JsonObject>();
        answers.put("capabilities", CloudJson.ocs(200, CloudJson.capabilities(new JsonObject().put("notes", notes))));
        answers.put("status", CloudJson.status());
        answers.put("user", CloudJson.ocs(100, CloudJson.user(new Identity("alice", "Alice A.", List.of("staff")))));
        for (var code : List.of(FailureCode.UNAUTHENTICATED, FailureCode.UNAVAILABLE)) {
            answers.put(code.label(), CloudJson.failed(new ServiceException(code, "a sentence")));
        }

        assertThat(answers.entrySet().stream()
                        .map(answer ->
                                answer.getKey() + " | " + answer.getValue().encode())
                        .collect(joining("\n", "", "\n")))
                .isEqualTo(golden());
    }

    private static String golden() throws IOException {
        try (var file = CloudJsonTest.class.getResourceAsStream("/golden/cloud/answers.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
