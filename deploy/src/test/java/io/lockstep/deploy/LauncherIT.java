package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the jar as its user meets it: what it prints, how it stops, and what a crash leaves behind. */
final class LauncherIT {
    private static final Map<String, String> DEMO = Map.of("LOCKSTEP_SEED", "demo.json");
    private static final String DOCUMENT = "/api/v1/spaces/metavox:103/documents/456";

    private final Path data;

    LauncherIT(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void a_restart_keeps_the_data() throws IOException, InterruptedException {
        // Given
        try (var server = LockstepProcess.start(data, DEMO)) {
            assertThat(server.errors())
                    .filteredOn(line -> line.contains("lockstep:"))
                    .isEmpty();
            assertThat(server.output())
                    .last()
                    .asString()
                    .contains("alice/alice, bob/bob, carol/carol (viewer), admin/admin");
            rename(server, "Renamed");

            // When
            var begun = System.nanoTime();
            assertThat(server.terminate()).isEqualTo(143);

            // Then
            assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(10_000);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("jwt-secret"))))
                .isEqualTo("rw-------");
        try (var again = LockstepProcess.start(data, DEMO)) {
            assertThat(title(again)).contains("Renamed");
        }
    }

    @Test
    void a_killed_server_starts_again_with_all_it_acknowledged() throws IOException, InterruptedException {
        // Given
        ProcessHandle orphan;
        try (var server = LockstepProcess.start(data, DEMO)) {
            rename(server, "Acknowledged");
            orphan = redis();

            // When
            server.kill();
            assertThat(orphan.isAlive()).isTrue();
        }

        // Then
        try (var again = LockstepProcess.start(data, DEMO)) {
            assertThat(again.errors())
                    .filteredOn(line -> line.contains("lockstep:"))
                    .isEmpty();
            assertThat(again.isReady()).isTrue();
            assertThat(orphan.isAlive()).isFalse();
            assertThat(title(again)).contains("Acknowledged");

            // And nobody else gets at the data meanwhile
            try (var second = LockstepProcess.start(data, Map.of())) {
                assertFails(
                        second,
                        "lockstep: The data directory " + data.toAbsolutePath() + " is in use by another Lockstep: "
                                + "stop that one or set LOCKSTEP_DATA_DIR to another directory");
            }
        }
    }

    @Test
    void a_port_in_use_is_one_line() throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var server = LockstepProcess.start(
                        data, Map.of("LOCKSTEP_HTTP_PORT", String.valueOf(taken.getLocalPort())))) {
            assertFails(
                    server,
                    "lockstep: Port " + taken.getLocalPort() + " on 127.0.0.1 is in use: stop what uses it or set "
                            + "LOCKSTEP_HTTP_PORT to a free port");
        }
    }

    @Test
    void an_unknown_setting_is_one_line() throws IOException, InterruptedException {
        try (var server = LockstepProcess.start(data, Map.of("LOCKSTEP_HTTP_PROT", "1"))) {
            assertFails(server, "lockstep: LOCKSTEP_HTTP_PROT is not a setting: did you mean LOCKSTEP_HTTP_PORT?");
        }
    }

    @Test
    void every_line_is_json_when_that_is_asked_for() throws IOException, InterruptedException {
        // Given
        var json = Map.of("LOCKSTEP_LOG_FORMAT", "json", "LOCKSTEP_LOG_LEVEL", "debug", "LOCKSTEP_SEED", "demo.json");
        try (var server = LockstepProcess.start(data, json)) {
            assertThat(server.isReady()).isTrue();

            // When
            assertThat(server.call("GET", "/api/v1/spaces/metavox:104", "alice", "")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(server.terminate()).isEqualTo(143);

            // Then
            assertThat(server.output())
                    .extracting(line -> new JsonObject(line).getString("message"))
                    .anyMatch(message -> message.startsWith("Lockstep is ready after "));
            assertThat(server.errors())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(new JsonObject(line).fieldNames())
                            .contains("at", "level", "message", "logger", "thread"))
                    .anySatisfy(line ->
                            assertThat(new JsonObject(line).getString("code")).isEqualTo("NOT_FOUND"));
        }
        try (var wrong =
                LockstepProcess.start(data, Map.of("LOCKSTEP_LOG_FORMAT", "json", "LOCKSTEP_HTTP_PROT", "1"))) {
            assertThat(wrong.exitCode()).isEqualTo(1);
            assertThat(wrong.errors())
                    .singleElement()
                    .extracting(line -> new JsonObject(line).getString("message"))
                    .asString()
                    .startsWith("lockstep: LOCKSTEP_HTTP_PROT is not a setting");
        }
    }

    @Test
    void demo_passwords_are_not_for_the_network() throws IOException, InterruptedException {
        try (var server =
                LockstepProcess.start(data, Map.of("LOCKSTEP_SEED", "demo.json", "LOCKSTEP_HTTP_HOST", "0.0.0.0"))) {
            assertFails(
                    server,
                    "lockstep: User alice still has the name as password, and the server would listen on 0.0.0.0: "
                            + "change the password or set LOCKSTEP_HTTP_HOST to 127.0.0.1");
        }
    }

    @Test
    void stores_that_do_not_answer_are_one_line() throws IOException, InterruptedException {
        var port = closedPort();
        try (var server = LockstepProcess.start(
                data, Map.of("LOCKSTEP_POSTGRES_URI", "postgresql://u:secret@127.0.0.1:" + port + "/d"))) {
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.errors())
                    .filteredOn(line -> line.startsWith("lockstep: "))
                    .singleElement()
                    .asString()
                    .startsWith("lockstep: PostgreSQL at 127.0.0.1:" + port + " cannot be used: ")
                    .endsWith(": start it or correct LOCKSTEP_POSTGRES_URI")
                    .doesNotContain("secret");
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private ProcessHandle redis() throws IOException {
        var number = Files.readString(data.resolve("redis/redis.pid")).strip();
        return ProcessHandle.of(Long.parseLong(number)).orElseThrow();
    }

    private static void assertFails(LockstepProcess server, String line) throws IOException, InterruptedException {
        assertThat(server.exitCode()).isEqualTo(1);
        assertThat(server.errors()).containsExactly(line);
    }

    private static void rename(LockstepProcess server, String title) throws IOException, InterruptedException {
        var answer = server.call("PATCH", DOCUMENT, "alice", "{\"fields\":{\"doc_title\":\"" + title + "\"}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String title(LockstepProcess server) throws IOException, InterruptedException {
        return server.call("GET", DOCUMENT, "bob", "").body();
    }
}
