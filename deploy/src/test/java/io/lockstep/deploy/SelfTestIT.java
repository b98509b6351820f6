package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.deploy.cli.Terminal;
import io.lockstep.deploy.selftest.SelfTestCommand;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The self-test against the running stack: nothing to mend there, and a cross for each thing that is taken away. */
final class SelfTestIT {
    private static final Lockstep SERVER = Stack.shared();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void a_good_server_has_no_cross() throws IOException {
        try (var proxy = new StallingProxy(SERVER.httpPort())) {
            // When
            int code = run(Map.of(), "--url", "http://127.0.0.1:" + proxy.port());

            // Then
            assertThat(out.toString(UTF_8))
                    .contains("✓ PostgreSQL is durable: fsync on")
                    .contains("✓ PostgreSQL schema: version ")
                    .contains("✓ Redis evicts nothing: noeviction")
                    .contains("✓ Server is ready: all parts answer")
                    .contains("✓ Socket round trip: a message came back after ")
                    .contains("✓ Proxy passes WebSockets: ")
                    .contains("✓ Proxy buffers no streams: an event came after ")
                    .contains("✓ Proxy forwards the host: ")
                    .doesNotContain("✗");
            assertThat(code).isZero();
        }
    }

    @Test
    void a_wrong_setting_is_named_and_all_else_waits_for_it() {
        // When
        var states = states(Map.of("LOCKSTEP_HTTP_PROT", "1"));

        // Then
        assertThat(states).containsEntry("Settings", "failed");
        assertThat(states.values().stream().filter(state -> state.equals("skipped")))
                .hasSize(states.size() - 1);
        assertThat(out.toString(UTF_8))
                .contains("LOCKSTEP_HTTP_PROT is not a setting: did you mean LOCKSTEP_HTTP_PORT?");
    }

    @Test
    void a_postgresql_that_is_away_is_a_cross_of_its_own() throws IOException {
        // When
        var states = states(Map.of("LOCKSTEP_POSTGRES_URI", "postgresql://u:geheim@127.0.0.1:" + closedPort() + "/d"));

        // Then
        assertThat(failed(states)).containsExactly("PostgreSQL answers");
        assertThat(states).containsEntry("PostgreSQL schema", "skipped").containsEntry("Redis answers", "ok");
        assertThat(out.toString(UTF_8))
                .contains("correct LOCKSTEP_POSTGRES_URI")
                .doesNotContain("geheim");
    }

    @Test
    void a_redis_that_is_away_is_a_cross_of_its_own() throws IOException {
        // When
        var states = states(Map.of("LOCKSTEP_REDIS_URI", "redis://:geheim@127.0.0.1:" + closedPort()));

        // Then
        assertThat(failed(states)).containsExactly("Redis answers");
        assertThat(states).containsEntry("Redis runs scripts", "skipped").containsEntry("PostgreSQL schema", "ok");
        assertThat(out.toString(UTF_8)).contains("correct LOCKSTEP_REDIS_URI").doesNotContain("geheim");
    }

    @Test
    void a_redis_that_evicts_is_a_cross(@TempDir Path directory) throws IOException, InterruptedException {
        try (var redis = OwnRedis.start(directory)) {
            // Given
            redis.set("maxmemory-policy", "allkeys-lru");

            // When
            var states = states(Map.of("LOCKSTEP_REDIS_URI", "redis://127.0.0.1:" + redis.port()));

            // Then
            assertThat(failed(states)).containsExactly("Redis evicts nothing");
            assertThat(out.toString(UTF_8)).contains("set maxmemory-policy noeviction");
        }
    }

    @Test
    void no_running_server_is_a_cross_unless_offline() throws IOException {
        // Given
        var nobody = Map.of("LOCKSTEP_URL", "http://127.0.0.1:" + closedPort());

        // When
        var states = states(nobody);

        // Then
        assertThat(failed(states)).containsExactly("Server answers");
        assertThat(states).containsEntry("Socket round trip", "skipped");
        assertThat(out.toString(UTF_8)).contains("start it");
        assertThat(failed(states(nobody, "--offline"))).isEmpty();
    }

    @Test
    void a_server_with_another_secret_is_a_cross() {
        // When
        var states = states(Map.of("LOCKSTEP_JWT_SECRET", "another-secret-of-at-least-32-bytes!"));

        // Then
        assertThat(failed(states)).containsExactly("Server answers");
        assertThat(out.toString(UTF_8)).contains("it does not know the secret of these settings");
    }

    @Test
    void a_proxy_that_keeps_back_is_told_what_it_keeps_back() throws Exception {
        try (var proxy = BufferingProxy.start(SERVER.vertx(), SERVER.httpPort())) {
            // When
            var states = states(Map.of("LOCKSTEP_PUBLIC_URL", "http://127.0.0.1:" + proxy.port()));

            // Then
            assertThat(failed(states))
                    .containsExactlyInAnyOrder(
                            "Proxy passes WebSockets", "Proxy buffers no streams", "Proxy forwards the host");
            assertThat(out.toString(UTF_8)).contains("proxy_buffering off", "Upgrade", "proxy_set_header Host");
        }
    }

    private int run(Map<String, String> settings, String... arguments) {
        var environment = new HashMap<>(Map.of(
                "LANG",
                "C.UTF-8",
                "LOCKSTEP_HTTP_PORT",
                String.valueOf(SERVER.httpPort()),
                "LOCKSTEP_MANAGEMENT_PORT",
                String.valueOf(SERVER.managementPort()),
                "LOCKSTEP_DATA_DIR",
                SERVER.config().dataDir().toString(),
                "LOCKSTEP_POSTGRES_URI",
                SERVER.postgresUri().orElseThrow(),
                "LOCKSTEP_REDIS_URI",
                SERVER.redisUri().orElseThrow()));
        environment.putAll(settings);
        var print = new PrintStream(out, true, UTF_8);
        return SelfTestCommand.COMMAND.run(
                List.of(arguments), new Terminal(environment, InputStream.nullInputStream(), print, print));
    }

    /** What became of each check; the exit code says the same. */
    private Map<String, String> states(Map<String, String> settings, String... arguments) {
        out.reset();
        var withJson = List.of(arguments).contains("--offline")
                ? new String[] {"--offline", "--json"}
                : new String[] {"--json"};
        int code = run(settings, withJson);
        var json = new JsonObject(out.toString(UTF_8));
        Map<String, String> states = json.getJsonArray("checks").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(check -> check.getString("check"), check -> check.getString("state")));
        assertThat(code).isEqualTo(failed(states).isEmpty() ? 0 : 1);
        assertThat(json.getBoolean("ok")).isEqualTo(code == 0);
        return states;
    }

    private static List<String> failed(Map<String, String> states) {
        Function<Map.Entry<String, String>, String> name = Map.Entry::getKey;
        return states.entrySet().stream()
                .filter(check -> check.getValue().equals("failed"))
                .map(name)
                .toList();
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
