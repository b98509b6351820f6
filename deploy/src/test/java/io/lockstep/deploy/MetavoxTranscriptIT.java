package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.PutAccount;
import io.lockstep.contract.metadata.PutSpace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A conversation of people whose names are numbers with the whole stack, against {@code golden/metavox/transcript.txt}:
 * what was really said is written to {@code target/metavox-transcript.txt}.
 */
class MetavoxTranscriptIT {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String NOBODY = "-";

    @BeforeAll
    static void people_and_folders() throws TimeoutException {
        var metadata = new Metadata(new Bus(Stack.shared().vertx()));
        for (var user : List.of("4711", "4712", "4713", "4714")) {
            metadata.putAccount(new PutAccount(Actor.SYSTEM, user, user, "No. " + user, List.of(), null, null))
                    .await(10, SECONDS);
        }
        metadata.putSpace(new PutSpace(
                        Actor.SYSTEM,
                        "metavox:471100",
                        "Team 471100",
                        null,
                        Map.of("user:4711", Role.MANAGER, "user:4712", Role.EDITOR, "user:4713", Role.VIEWER)))
                .await(10, SECONDS);
        metadata.putSpace(new PutSpace(
                        Actor.SYSTEM, "metavox:471101", "Private", null, Map.of("user:4711", Role.MANAGER)))
                .await(10, SECONDS);
    }

    @Test
    void every_answer_is_as_it_was_written_down() throws Exception {
        // Given
        var golden = golden();
        // When
        var said = new ArrayList<String>();
        for (var line : golden) {
            if (line.startsWith("> ")) {
                said.add(line);
                said.add("< " + answer(line.substring(2)));
            } else if (!line.startsWith("< ")) {
                said.add(line);
            }
        }
        Files.write(Path.of("target", "metavox-transcript.txt"), said);
        // Then
        assertThat(said).isEqualTo(golden);
    }

    private static String answer(String question) throws IOException, InterruptedException {
        var parts = question.split(" ", 4);
        var body = parts.length > 3 ? parts[3] : "";
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + Stack.shared().httpPort() + parts[2]))
                .header("Content-Type", body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded")
                .method(parts[1], HttpRequest.BodyPublishers.ofString(body));
        if (!parts[0].equals(NOBODY)) {
            var login = parts[0] + ":" + parts[0];
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
        var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static List<String> golden() throws IOException {
        try (var file = MetavoxTranscriptIT.class.getResourceAsStream("/golden/metavox/transcript.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
