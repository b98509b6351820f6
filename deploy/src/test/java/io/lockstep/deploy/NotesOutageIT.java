package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Notes interface while PostgreSQL is stopped: failures, never an empty list, and all is well when it is back. */
final class NotesOutageIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SEED = "{\"users\":[{\"name\":\"alice\",\"password\":\"alice\"}]}";
    private static final int ATTEMPTS = 100;

    @Test
    void notes_are_503_while_the_database_is_away_and_heal_by_themselves(@TempDir Path directory) throws Exception {
        // Given
        int port = freePort();
        var postgres = postgres(directory, port);
        var server = server(directory, port);
        try {
            var api = "http://127.0.0.1:" + server.httpPort() + "/index.php/apps/notes/api/v1/notes";
            var created = send("POST", api, "{\"title\":\"Kept\"}");
            var note = new JsonObject(created.body());
            var list = send("GET", api, "");

            // When
            postgres.close();
            var failures = List.of(
                    send("GET", api, ""),
                    send(
                            "GET",
                            api,
                            "",
                            "If-None-Match",
                            list.headers().firstValue("ETag").orElseThrow()),
                    send("GET", api + "?pruneBefore=1", ""),
                    send("GET", api + "/" + note.getLong("id"), ""),
                    send("POST", api, "{\"title\":\"Lost\"}"),
                    send("PUT", api + "/" + note.getLong("id"), "{\"content\":\"lost\"}"),
                    send("DELETE", api + "/" + note.getLong("id"), ""));

            // Then
            assertThat(created.statusCode()).isEqualTo(200);
            assertThat(failures).allSatisfy(answer -> {
                assertThat(answer.statusCode() + " " + answer.body()).isEqualTo("503 {\"errorType\":\"Exception\"}");
                assertThat(header(answer, "Content-Type")).isEqualTo("application/json; charset=utf-8");
                assertThat(header(answer, "X-Notes-API-Versions")).isEqualTo("0.2, 1.3, 1.4");
                assertThat(header(answer, "Cache-Control")).contains("no-store");
                assertThat(header(answer, "Retry-After")).isNotEmpty();
                assertThat(header(answer, "ETag")).isEmpty();
            });

            // When
            postgres = postgres(directory, port);

            // Then
            assertThat(firstNot503(api).body()).isEqualTo(list.body());
            assertThat(send("PUT", api + "/" + note.getLong("id"), "{\"content\":\"new\"}")
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            server.close().await(30, SECONDS);
            postgres.close();
        }
    }

    /** The pool may need a moment to see that the database is back; each answer until then is a failure that says so. */
    private static HttpResponse<String> firstNot503(String api) throws Exception {
        var answer = send("GET", api, "");
        for (int attempt = 0; attempt < ATTEMPTS && answer.statusCode() == 503; attempt++) {
            answer = send("GET", api, "");
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static HttpResponse<String> send(String method, String uri, String body, String... headers)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(uri))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("alice:alice".getBytes(UTF_8)));
        return HTTP.send((headers.length > 0 ? request.headers(headers) : request).build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static EmbeddedPostgres postgres(Path directory, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start();
    }

    private static Lockstep server(Path directory, int port) throws Exception {
        var seed = Files.writeString(directory.resolve("seed.json"), SEED);
        return Lockstep.start(LockstepConfig.of(Map.of(
                        "LOCKSTEP_HTTP_PORT",
                        "0",
                        "LOCKSTEP_MANAGEMENT_PORT",
                        "0",
                        "LOCKSTEP_DATA_DIR",
                        directory.resolve("data").toString(),
                        "LOCKSTEP_SEED",
                        seed.toString(),
                        "LOCKSTEP_POSTGRES_URI",
                        "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres")))
                .await(120, SECONDS);
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
