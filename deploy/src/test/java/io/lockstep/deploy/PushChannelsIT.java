package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.deploy.NotifyPushWireIT.Client;
import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * The push protocol behind a Nextcloud, which is a fake: its passwords, its channels in Redis, its database and its
 * self-test. Its users have no account, and so no spaces, here. The server shares Redis with another one, under a namespace of its own, and tells everything at once.
 */
class PushChannelsIT {
    private static final String NAMESPACE = "two:";
    private static final String TEST_TOKEN = "0123456789abcdef0123456789abcdef";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Vertx VERTX = Vertx.vertx();
    private static final Lockstep OTHER = Stack.shared();
    private static final ConcurrentLinkedQueue<String> ASKED = new ConcurrentLinkedQueue<>();

    private static Lockstep server;
    private static Redis redis;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        var nextcloud = VERTX.createHttpServer()
                .requestHandler(PushChannelsIT::answer)
                .listen(0, "127.0.0.1")
                .await(10, SECONDS);
        var redisUri = OTHER.redisUri().orElseThrow();
        redis = Redis.createClient(VERTX, redisUri);
        createTables();
        server = Lockstep.start(LockstepConfig.of(Map.ofEntries(
                        Map.entry("LOCKSTEP_HTTP_PORT", "0"),
                        Map.entry("LOCKSTEP_MANAGEMENT_PORT", "0"),
                        Map.entry("LOCKSTEP_DATA_DIR", data.toString()),
                        Map.entry("LOCKSTEP_POSTGRES_URI", OTHER.postgresUri().orElseThrow()),
                        Map.entry("LOCKSTEP_REDIS_URI", redisUri),
                        Map.entry("LOCKSTEP_REDIS_NAMESPACE", NAMESPACE),
                        Map.entry("LOCKSTEP_PUSH_DATABASE_PREFIX", "pushit_"),
                        Map.entry(
                                "LOCKSTEP_PUSH_DATABASE_URI",
                                OTHER.postgresUri().orElseThrow()),
                        Map.entry("NEXTCLOUD_URL", "http://127.0.0.1:" + nextcloud.actualPort()),
                        Map.entry("LOCKSTEP_TRUSTED_PROXIES", "127.0.0.1"),
                        Map.entry("DEBOUNCE_DISABLE", ""),
                        Map.entry("LOCKSTEP_JWT_SECRET", "x".repeat(32)))))
                .await(120, SECONDS);
        awaitIngress();
    }

    private static void createTables() throws Exception {
        var pool = PgBuilder.pool()
                .using(VERTX)
                .connectingTo(PgConnectOptions.fromUri(OTHER.postgresUri().orElseThrow()))
                .build();
        for (var statement : List.of(
                "CREATE TABLE IF NOT EXISTS pushit_filecache (fileid bigint, path text)",
                "CREATE TABLE IF NOT EXISTS pushit_mounts (storage_id bigint, root_id bigint, user_id text)",
                "INSERT INTO pushit_filecache VALUES (1, ''), (2, 'foo/bar')",
                "INSERT INTO pushit_mounts VALUES (10, 1, 'anna'), (10, 2, 'ben'), (10, 1, 'dora'), (11, 1, 'dora')")) {
            pool.query(statement).execute().await(10, SECONDS);
        }
        pool.close().await(10, SECONDS);
    }

    private static void awaitIngress() throws Exception {
        for (int attempt = 0; attempt < 300; attempt++) {
            if (get("/push/health").statusCode() == 200) {
                return;
            }
            VERTX.timer(100, MILLISECONDS).await(10, SECONDS);
        }
        throw new AssertionError("nobody listens to Redis");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close().await(30, SECONDS);
        VERTX.close().await(10, SECONDS);
    }

    /** Every user's password is his name; who signs in by mail address is told by his own name. */
    private static void answer(HttpServerRequest request) {
        ASKED.add(request.path() + " " + request.getHeader("x-forwarded-for"));
        var response = request.response();
        if (request.path().endsWith("/test/cookie")) {
            response.end(TEST_TOKEN.equals(request.getHeader("token")) ? "4711" : "wrong token");
            return;
        }
        if (request.path().endsWith("/test/remote")) {
            response.end(request.getHeader("x-forwarded-for"));
            return;
        }
        var basic = request.getHeader("Authorization").substring("Basic ".length());
        var login = new String(Base64.getDecoder().decode(basic), UTF_8).split(":", 2);
        switch (login[0]) {
            case "broken" -> response.setStatusCode(500).end();
            case "banned" -> response.setStatusCode(403).end();
            case "moved" ->
                response.setStatusCode(302).putHeader("Location", "/").end();
            case "gone" -> request.connection().close();
            default ->
                response.setStatusCode(login[0].equals(login[1]) ? 200 : 401)
                        .end(login[0].replace("@cloud.example", ""));
        }
    }

    @CanIgnoreReturnValue
    private static Response send(Command command, String... arguments) throws Exception {
        var request = Request.cmd(command);
        List.of(arguments).forEach(request::arg);
        return redis.send(request).await(10, SECONDS);
    }

    private static void publish(String channel, String payload) throws Exception {
        assertThat(send(Command.PUBLISH, NAMESPACE + channel, payload).toInteger())
                .isEqualTo(1);
    }

    private static Client client(String user) throws Exception {
        var client = new Client(server.httpPort(), "/push/ws").say(user, user);
        assertThat(client.next()).isEqualTo("authenticated");
        return client;
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        return call("GET", path, headers);
    }

    private static HttpResponse<String> call(String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return HTTP.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    // Login

    @Test
    void nextcloud_says_who_its_user_is_and_is_told_where_he_comes_from() throws Exception {
        // When
        try (var client = new Client(server.httpPort(), "/push/ws").say("erin@cloud.example", "erin@cloud.example")) {
            assertThat(client.next()).isEqualTo("authenticated");

            // Then
            publish("notify_custom", "{\"user\":\"erin\",\"message\":\"for_erin\"}");
            assertThat(client.next()).isEqualTo("for_erin");
            assertThat(ASKED).contains("/index.php/apps/notify_push/uid 192.0.2.7, 127.0.0.1");
        }
    }

    @Test
    void capability_names_the_places_that_a_trusted_proxy_tells() throws Exception {
        var answer = get(
                "/ocs/v2.php/cloud/capabilities?format=json",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "push.example");

        assertThat(answer.body())
                .contains(
                        "\"wss://push.example/push/ws\"",
                        "\"https://push.example/index.php/apps/notify_push/pre_auth\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "anna; err: Invalid credentials",
                "broken; err: Error while sending authentication request to nextcloud: Server error: 500 Internal Server Error",
                "banned; err: Error while sending authentication request to nextcloud: Client error: 403 Forbidden",
                "moved; err: Error while sending authentication request to nextcloud: Unexpected status code: 302 Found",
            })
    void what_nextcloud_says_against_a_login_is_passed_on(String user, String text) throws Exception {
        try (var client = new Client(server.httpPort(), "/push/ws").say(user, "wrong")) {
            assertThat(client.next()).isEqualTo(text);
            assertThat(client.next()).startsWith("closed");
        }
    }

    @Test
    void nextcloud_that_is_away_is_told_so() throws Exception {
        try (var client = new Client(server.httpPort(), "/push/ws").say("gone", "wrong")) {
            assertThat(client.next())
                    .startsWith("err: Error while sending authentication request to nextcloud: "
                            + "Error while connecting to nextcloud: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "somebody else"})
    void token_that_nextcloud_published_is_good_once(String name) throws Exception {
        // Given
        var token = "token" + System.nanoTime();
        publish("notify_pre_auth", "{\"user\":4711,\"token\":\"" + token + "\"}");

        // When
        try (var client = new Client(server.httpPort(), "/ws").say("", token)) {
            assertThat(client.next()).isEqualTo("authenticated");
            publish("notify_activity", "{\"user\":\"4711\"}");
            assertThat(client.next()).isEqualTo("notify_activity");
        }

        // Then
        try (var again = new Client(server.httpPort(), "/ws").say(name, token)) {
            assertThat(again.next()).isEqualTo("err: Invalid credentials");
        }
    }

    @Test
    void token_may_come_after_its_user() throws Exception {
        // Given
        var token = "late" + System.nanoTime();
        try (var client = new Client(server.httpPort(), "/ws").say("", token)) {
            // When
            VERTX.timer(300, MILLISECONDS).await(10, SECONDS);
            publish("notify_pre_auth", "{\"user\":\"anna\",\"token\":\"" + token + "\"}");

            // Then
            assertThat(client.next()).isEqualTo("authenticated");
        }
    }

    // Channels

    @Test
    void notices_come_to_their_user_and_nobody_else() throws Exception {
        try (var anna = client("anna");
                var ben = client("ben")) {
            // When
            publish("notify_activity", "{\"user\":\"anna\"}");
            publish("notify_notification", "{\"user\":\"anna\"}");
            publish("notify_user_share_created", "{\"user\":\"anna\"}");
            publish("notify_group_membership_update", "{\"user\":\"anna\",\"group\":\"staff\"}");
            publish("notify_custom", "{\"user\":\"anna\",\"message\":\"mine\",\"body\":[1,2,3]}");
            publish("notify_custom", "{\"user\":\"ben\",\"message\":\"marker\"}");

            // Then
            assertThat(anna.until("mine [1,2,3]"::equals))
                    .containsExactly(
                            "notify_activity", "notify_notification", "notify_file", "notify_file", "mine [1,2,3]");
            assertThat(ben.until("marker"::equals)).containsExactly("marker");
        }
    }

    @Test
    void change_of_a_storage_comes_to_who_sees_the_path() throws Exception {
        try (var anna = client("anna").say("listen notify_file_id");
                var ben = client("ben");
                var dora = client("dora")) {
            // When
            publish("notify_storage_update", "{\"storage\":10,\"path\":\"foo/bar/a\",\"file_id\":5}");
            publish("notify_storage_update", "{\"storage\":10,\"path\":\"foo/barbaz\",\"file_id\":6}");
            publish("notify_storage_update", "{\"storage\":11,\"path\":\"x\",\"file_id\":7}");
            publish("notify_storage_update", "{\"storage\":99,\"path\":\"x\",\"file_id\":8}");
            for (var user : List.of("anna", "ben", "dora")) {
                publish("notify_custom", "{\"user\":\"" + user + "\",\"message\":\"marker\"}");
            }

            // Then
            assertThat(anna.until("marker"::equals))
                    .containsExactly("notify_file_id [5]", "notify_file_id [6]", "marker");
            assertThat(ben.until("marker"::equals)).containsExactly("notify_file", "marker");
            assertThat(dora.until("marker"::equals))
                    .containsExactly("notify_file", "notify_file", "notify_file", "marker");
        }
    }

    @Test
    void malformed_payload_stops_nothing() throws Exception {
        try (var anna = client("anna")) {
            for (var channel : List.of(
                    "notify_activity",
                    "notify_config",
                    "notify_custom",
                    "notify_group_membership_update",
                    "notify_notification",
                    "notify_pre_auth",
                    "notify_query",
                    "notify_signal",
                    "notify_storage_update",
                    "notify_test_cookie",
                    "notify_user_share_created")) {
                for (var payload : List.of("{", "[]", "{}", "null", "{\"user\":[]}", "1e400", "\"\"")) {
                    publish(channel, payload);
                }
            }
            publish("notify_activity", "{\"user\":\"anna\"}");
            assertThat(anna.next()).isEqualTo("notify_activity");
        }
    }

    @Test
    void level_of_the_log_changes_and_is_restored() throws Exception {
        var logger = (Logger) LoggerFactory.getLogger("io.lockstep");
        var before = logger.getEffectiveLevel();
        try (var anna = client("anna")) {
            // When
            publish("notify_config", "{\"log_spec\":\"notify_push=trace\"}");
            publish("notify_custom", "{\"user\":\"anna\",\"message\":\"changed\"}");
            // Then
            anna.until("changed"::equals);
            assertThat(logger.getEffectiveLevel()).isEqualTo(Level.TRACE);
            // When
            publish("notify_config", "\"log_restore\"");
            publish("notify_custom", "{\"user\":\"anna\",\"message\":\"restored\"}");
            // Then
            anna.until("restored"::equals);
            assertThat(logger.getEffectiveLevel()).isEqualTo(before);
        }
    }

    @Test
    void burst_of_a_hundred_comes_whole_and_in_order() throws Exception {
        try (var anna = client("anna")) {
            for (int i = 0; i < 100; i++) {
                publish("notify_custom", "{\"user\":\"anna\",\"message\":\"burst\",\"body\":" + i + "}");
            }
            assertThat(anna.until("burst 99"::equals))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "burst " + i).toList());
        }
    }

    @Test
    void other_server_on_the_same_redis_hears_nothing() throws Exception {
        try (var alice = client("alice");
                var elsewhere = new Client("/push/ws").say("alice", "alice")) {
            // Given
            assertThat(elsewhere.next()).isEqualTo("authenticated");

            // When
            publish("notify_custom", "{\"user\":\"alice\",\"message\":\"second\"}");
            send(Command.PUBLISH, "notify_custom", "{\"user\":\"alice\",\"message\":\"first\"}");

            // Then
            assertThat(alice.until(text -> !text.startsWith("metavox"))).last().isEqualTo("second");
            assertThat(elsewhere.until(text -> !text.startsWith("metavox")))
                    .last()
                    .isEqualTo("first");
        }
    }

    @Test
    void reset_ends_all_sockets_without_a_word_and_lets_them_come_again() throws Exception {
        try (var anna = client("anna");
                var ben = client("ben")) {
            // When
            publish("notify_signal", "\"reset\"");

            // Then
            assertThat(anna.next()).isEqualTo("closed 1005");
            assertThat(ben.next()).isEqualTo("closed 1005");
            client("anna").close();
        }
    }

    @Test
    void counts_are_left_for_who_asks_within_the_time_that_he_waits() throws Exception {
        try (var anna = client("anna")) {
            // Given
            publish("notify_activity", "{\"user\":\"anna\"}");
            assertThat(anna.next()).isEqualTo("notify_activity");
            send(Command.DEL, NAMESPACE + "notify_push_metrics");

            // When
            publish("notify_query", "\"metrics\"");
            VERTX.timer(110, MILLISECONDS).await(10, SECONDS);

            // Then
            var metrics = new JsonObject(
                    send(Command.GET, NAMESPACE + "notify_push_metrics").toString());
            assertThat(metrics.fieldNames())
                    .containsExactly(
                            "active_connection_count",
                            "active_user_count",
                            "total_connection_count",
                            "mapping_query_count",
                            "events_received",
                            "messages_sent",
                            "messages_sent_file",
                            "messages_sent_activity",
                            "messages_sent_notification",
                            "messages_sent_custom");
            assertThat(metrics.getLong("active_connection_count")).isPositive();
            assertThat(metrics.getLong("messages_sent_activity")).isPositive();
            assertThat(metrics.getLong("events_received")).isGreaterThan(1);
        }
    }

    // Self-test

    @ParameterizedTest
    @ValueSource(strings = {"", "/push"})
    void nextclouds_self_test_passes(String prefix) throws Exception {
        // Given
        send(Command.SET, NAMESPACE + "test-token", TEST_TOKEN);
        send(Command.DEL, NAMESPACE + "notify_push_version");
        var told = new ArrayList<String>();

        // When
        publish("notify_test_cookie", "12345");
        told.add(get(prefix + "/test/cookie", "token", TEST_TOKEN).body());
        told.add(get(prefix + "/test/mapping/10", "token", TEST_TOKEN).body());
        told.add(get(prefix + "/test/mapping/12", "token", TEST_TOKEN).body());
        told.add(get(prefix + "/test/reverse_cookie", "token", TEST_TOKEN).body());
        told.add(get(prefix + "/test/remote/1.2.3.4", "token", TEST_TOKEN).body());
        told.add(call("POST", prefix + "/test/version", "token", TEST_TOKEN).body());
        told.add(send(Command.GET, NAMESPACE + "notify_push_version").toString());

        // Then
        assertThat(told).containsExactly("12345", "2", "0", "4711", "1.2.3.4", "set", "1.4.0");
    }

    @Test
    void self_test_is_for_who_has_the_token_only() throws Exception {
        send(Command.SET, NAMESPACE + "test-token", TEST_TOKEN);
        for (var path : List.of("/test/cookie", "/push/test/mapping/1", "/test/remote/::1", "/test/reverse_cookie")) {
            var none = get(path);
            assertThat(none.statusCode() + " " + none.body()).isEqualTo("400 Missing request header \"token\"");
            var wrong = get(path, "token", "wrong");
            assertThat(wrong.statusCode() + " " + wrong.body()).isEqualTo("500 Unhandled rejection: SelfTest(Token)");
        }
        assertThat(get("/test/version", "token", TEST_TOKEN).statusCode()).isEqualTo(405);
        for (var path :
                List.of("/push/test/mapping/4294967296", "/test/mapping/x", "/test/remote/1.2.3", "/push/none")) {
            var unknown = get(path, "token", TEST_TOKEN);
            assertThat(unknown.statusCode() + unknown.body()).as(path).isEqualTo("404");
        }
    }

    @Test
    void health_needs_no_token_and_metrics_have_the_originals_names() throws Exception {
        assertThat(get("/push/health").body())
                .isEqualTo("{\"status\":\"up\",\"dispatcher\":\"up\",\"redis\":\"up\",\"ingress\":\"up\"}");
        var page = HTTP.send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + server.managementPort() + "/metrics/notify_push"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(page.lines().map(line -> line.replaceFirst(" [0-9]+$", "")))
                .containsExactly(
                        "active_connection_count",
                        "active_user_count",
                        "total_connection_count",
                        "mapping_query_count",
                        "event_count_total",
                        "message_count_total",
                        "message_count_total{type=\"file\"}",
                        "message_count_total{type=\"notification\"}",
                        "message_count_total{type=\"activity\"}",
                        "message_count_total{type=\"custom\"}");
    }
}
