package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The push WebSocket on the real stack, as its unmodified clients use it. */
class NotifyPushWireIT {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Lockstep STACK = Stack.shared();
    private static final Redis REDIS =
            Redis.createClient(STACK.vertx(), STACK.redisUri().orElseThrow());

    @AfterAll
    static void close() throws Exception {
        REDIS.close().await(10, SECONDS);
    }

    /** A client that remembers in order what it is sent: texts, {@code ping <hex>} and {@code closed <code>}. */
    static final class Client implements AutoCloseable, WebSocket.Listener {
        private static final Duration PATIENCE = Duration.ofSeconds(10);

        private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private final WebSocket socket;

        Client(String path) {
            this(STACK.httpPort(), path);
        }

        Client(int port, String path) {
            socket = HTTP.newWebSocketBuilder()
                    .header("X-Forwarded-For", "192.0.2.7")
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + path), this)
                    .join();
        }

        /** A demo user, signed in. */
        static Client of(String user) throws InterruptedException {
            var client = new Client("/push/ws").say(user, user);
            assertThat(client.next()).isEqualTo("authenticated");
            return client;
        }

        @CanIgnoreReturnValue
        Client say(String... texts) {
            for (var text : texts) {
                socket.sendText(text, true).join();
            }
            return this;
        }

        /** The next text or end; pings are passed over. */
        String next() throws InterruptedException {
            return next(PATIENCE);
        }

        String next(Duration patience) throws InterruptedException {
            return until(text -> !text.startsWith("ping"), patience).get(0);
        }

        /** The texts up to and including the first that fits. */
        @CanIgnoreReturnValue
        List<String> until(Predicate<String> end) throws InterruptedException {
            return until(end, PATIENCE);
        }

        @CanIgnoreReturnValue
        List<String> until(Predicate<String> end, Duration patience) throws InterruptedException {
            var deadline = System.nanoTime() + patience.toNanos();
            var seen = new ArrayList<String>();
            while (true) {
                var text = heard.poll(deadline - System.nanoTime(), NANOSECONDS);
                if (text == null) {
                    throw new AssertionError("it did not come; what came: " + seen);
                }
                var fits = end.test(text);
                if (fits || !text.startsWith("ping")) {
                    seen.add(text);
                }
                if (fits) {
                    return seen;
                }
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean isLast) {
            partial.append(data);
            if (isLast) {
                heard.add(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
            var bytes = new byte[message.remaining()];
            message.get(bytes);
            heard.add("ping " + HexFormat.of().formatHex(bytes));
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
            heard.add("closed " + status);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            heard.add("closed abruptly");
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    /** What a service without knowledge of Lockstep does. */
    private static void publish(String user, String message, @Nullable String body) throws Exception {
        var payload = "{\"user\":\"" + user + "\",\"message\":\"" + message + "\""
                + (body == null ? "" : ",\"body\":" + body) + "}";
        REDIS.send(Request.cmd(Command.PUBLISH).arg("notify_custom").arg(payload))
                .await(10, SECONDS);
    }

    /** Creates a group folder of its own for a test, with users and their roles. */
    static int folder(Map<String, String> members) throws IOException, InterruptedException {
        var number = (int) (System.nanoTime() & 0x3fffffff);
        var roles = new JsonObject();
        members.forEach((user, role) -> roles.put("user:" + user, role));
        assertThat(new Rest(STACK.httpPort(), "admin")
                        .send("PUT", "/api/v1/spaces/metavox:" + number, new JsonObject().put("members", roles))
                        .statusCode())
                .isEqualTo(200);
        return number;
    }

    private static void write(int folder, String field, String value) throws IOException, InterruptedException {
        var metadata = new JsonObject().put("metadata", new JsonObject().put(field, value));
        assertThat(new Rest(STACK.httpPort(), "alice")
                        .send("POST", "/api/groupfolders/" + folder + "/files/1/metadata", metadata)
                        .statusCode())
                .isEqualTo(200);
    }

    private static String changed(int folder, String field, String value) {
        return "metavox_metadata_changed {\"fieldName\":\"" + field + "\",\"fileId\":1,\"gfId\":" + folder
                + ",\"value\":\"" + value + "\"}";
    }

    // Login

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/push/ws", "/push/ws?anything=goes"})
    void client_signs_in_with_two_frames(String path) throws Exception {
        try (var client = new Client(path).say("alice\n", " alice\r\n")) {
            assertThat(client.next()).isEqualTo("authenticated");
        }
    }

    @Test
    void frames_sent_without_waiting_are_no_part_of_the_login() throws Exception {
        try (var client = new Client("/push/ws").say("alice", "alice")) {
            // When
            for (int i = 0; i < 200; i++) {
                client.say("listen event_" + i);
            }
            client.say("listen notify_file_id", "{", "");
            // Then
            assertThat(client.next()).isEqualTo("authenticated");
            publish("alice", "still_there", null);
            client.until("still_there"::equals);
        }
    }

    @Test
    void token_stands_for_name_and_password() throws Exception {
        // Given
        var token = new JsonObject(new Rest(STACK.httpPort(), "alice")
                        .send("POST", "/api/v1/token", new JsonObject())
                        .body())
                .getString("token");
        for (var name : List.of("", "somebody else")) {
            try (var client = new Client("/push/ws").say(name, token)) {
                // When
                assertThat(client.next()).isEqualTo("authenticated");
                publish("alice", "for_alice", null);
                // Then
                client.until("for_alice"::equals);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"alice, wrong", "nobody, nobody", "alice, ''", "'', ''", "'', abc", "alice, eyJhbGciOiJub25lIn0.e30.x"})
    void wrong_credentials_are_refused_with_the_originals_words(String user, String secret) throws Exception {
        try (var client = new Client("/push/ws").say(user, secret)) {
            assertThat(client.next()).isEqualTo("err: Invalid credentials");
            assertThat(client.next()).startsWith("closed");
        }
    }

    @Test
    void impossible_name_is_refused_like_a_wrong_one() throws Exception {
        try (var client = new Client("/push/ws").say("a".repeat(1000), "\u0000")) {
            assertThat(client.next()).isEqualTo("err: Invalid credentials");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void binary_frame_is_no_login(int textsBefore) throws Exception {
        try (var client = new Client("/push/ws")) {
            for (int i = 0; i < textsBefore; i++) {
                client.say("alice");
            }
            client.socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
            assertThat(client.next()).isEqualTo("err: Invalid authentication message");
            assertThat(client.next()).startsWith("closed");
        }
    }

    @Test
    void client_that_does_not_sign_in_is_dropped_after_fifteen_seconds() throws Exception {
        try (var silent = new Client("/push/ws");
                var halfWay = new Client("/ws").say("alice")) {
            var opened = System.nanoTime();
            assertThat(silent.next(Duration.ofSeconds(20))).isEqualTo("Authentication timeout");
            assertThat(Duration.ofNanos(System.nanoTime() - opened))
                    .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(17));
            assertThat(halfWay.next()).isEqualTo("Authentication timeout");
            assertThat(silent.next()).startsWith("closed");
        }
    }

    @Test
    void sixty_sixth_connection_of_a_user_is_refused() throws Exception {
        var clients = new ArrayList<Client>();
        try {
            // Given
            for (int i = 0; i < 65; i++) {
                clients.add(Client.of("carol"));
            }
            // When
            try (var refused = Client.of("carol")) {
                // Then
                assertThat(refused.next())
                        .isEqualTo("Error while handling authentication: Connection limit exceeded for user");
                assertThat(refused.next()).startsWith("closed");
            }
            try (var other = Client.of("bob")) {
                publish("bob", "others_may", null);
                other.until("others_may"::equals);
            }
            // When
            clients.remove(0).socket.sendClose(1000, "").join();
            clients.remove(0).close();
            // Then
            clients.add(reconnected());
        } finally {
            clients.forEach(Client::close);
        }
    }

    /** As a client does: again until there is room. */
    private static Client reconnected() throws InterruptedException {
        for (int attempt = 0; attempt < 100; attempt++) {
            var client = Client.of("carol");
            var heard = client.until(text -> text.startsWith("ping") || text.startsWith("Error"));
            if (heard.get(heard.size() - 1).startsWith("ping")) {
                return client;
            }
            client.close();
        }
        throw new AssertionError("the place of a gone connection was not given to another");
    }

    @Test
    void request_that_is_no_upgrade_is_refused() throws Exception {
        for (var path : List.of("/ws", "/push/ws")) {
            var answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + STACK.httpPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        }
    }

    // Keepalive

    @Test
    void server_pings_soon_after_login_with_four_bytes_and_takes_the_answer() throws Exception {
        try (var client = Client.of("alice")) {
            var signedIn = System.nanoTime();
            var heard = client.until(text -> text.startsWith("ping"));
            assertThat(Duration.ofNanos(System.nanoTime() - signedIn)).isLessThan(Duration.ofSeconds(2));
            assertThat(heard.get(heard.size() - 1)).matches("ping [0-9a-f]{8}").isNotEqualTo("ping 00000000");
            // The JDK's client has answered; a wrong answer would have closed the socket.
            publish("alice", "marker", null);
            client.until("marker"::equals);
        }
    }

    @Test
    void wrong_pong_ends_the_connection() throws Exception {
        try (var client = Client.of("alice")) {
            client.socket.sendPong(ByteBuffer.wrap(new byte[] {1, 2, 3})).join();
            client.until(text -> text.startsWith("closed"));
        }
    }

    @Test
    void pong_before_login_is_no_offence() throws Exception {
        try (var client = new Client("/push/ws")) {
            client.socket.sendPong(ByteBuffer.wrap(new byte[] {1, 2, 3})).join();
            client.say("alice", "alice");
            assertThat(client.next()).isEqualTo("authenticated");
        }
    }

    // Custom events

    @Test
    void custom_event_published_to_redis_arrives_with_sorted_keys() throws Exception {
        try (var client = Client.of("alice")) {
            publish("alice", "my_event", "{\"z\":1,\"a\":{\"c\":1.0,\"b\":\"\\u00e4\\/\"},\"n\":18446744073709551615}");
            client.until("my_event {\"a\":{\"b\":\"ä/\",\"c\":1.0},\"n\":18446744073709551615,\"z\":1}"::equals);
            publish("alice", "my_custom_message", "[1,2,3]");
            client.until("my_custom_message [1,2,3]"::equals);
            publish("alice", "is_off", "false");
            client.until("is_off false"::equals);
            publish("alice", "bare", null);
            client.until("bare"::equals);
            publish("alice", "bare_too", "null");
            client.until("bare_too"::equals);
        }
    }

    @Test
    void every_socket_of_the_user_gets_it_and_nobody_else() throws Exception {
        try (var one = Client.of("alice");
                var other = Client.of("alice");
                var bob = Client.of("bob")) {
            publish("alice", "secret_of_alice", "{}");
            publish("bob", "marker", null);
            one.until("secret_of_alice {}"::equals);
            other.until("secret_of_alice {}"::equals);
            assertThat(bob.until("marker"::equals)).doesNotContain("secret_of_alice {}");
        }
    }

    @Test
    void two_hundred_custom_events_arrive_in_order() throws Exception {
        try (var client = Client.of("alice")) {
            var connection = REDIS.connect().await(10, SECONDS);
            var sent = IntStream.range(0, 200)
                    .mapToObj(number -> connection.send(Request.cmd(Command.PUBLISH)
                            .arg("notify_custom")
                            .arg("{\"user\":\"alice\",\"message\":\"burst\",\"body\":" + number + "}")))
                    .toList();
            for (var one : sent) {
                one.await(10, SECONDS);
            }
            var burst = client.until("burst 199"::equals).stream()
                    .filter(text -> text.startsWith("burst"))
                    .toList();
            assertThat(burst)
                    .isEqualTo(IntStream.range(0, 200)
                            .mapToObj(number -> "burst " + number)
                            .toList());
            connection.close().await(10, SECONDS);
        }
    }

    // Spaces

    @Test
    void who_has_no_access_hears_nothing_of_the_space() throws Exception {
        // Given
        var hidden = folder(Map.of("alice", "editor"));
        var common = folder(Map.of("alice", "editor", "bob", "viewer"));
        try (var alice = Client.of("alice");
                var bob = Client.of("bob")) {
            write(hidden, "warm_up", "1");
            alice.until(changed(hidden, "warm_up", "1")::equals);
            // When
            lock(hidden);
            write(hidden, "doc_title", "secret");
            write(common, "doc_title", "marker");
            // Then
            alice.until(changed(hidden, "doc_title", "secret")::equals);
            assertThat(bob.until(changed(common, "doc_title", "marker")::equals))
                    .noneMatch(text -> text.contains(String.valueOf(hidden)));
        }
    }

    private static void lock(int folder) throws IOException, InterruptedException {
        assertThat(new Rest(STACK.httpPort(), "alice")
                        .send(
                                "POST",
                                "/api/groupfolders/" + folder + "/files/1/lock",
                                new JsonObject().put("field_name", "doc_title"))
                        .body())
                .isEqualTo("{\"locked\":false}");
    }

    @Test
    void open_socket_follows_the_users_access() throws Exception {
        // Given
        var folder = folder(Map.of("alice", "editor"));
        var common = folder(Map.of("alice", "editor", "bob", "viewer"));
        var admin = new Rest(STACK.httpPort(), "admin");
        var member = "/api/v1/spaces/metavox:" + folder + "/members/user:bob";
        try (var bob = Client.of("bob")) {
            write(folder, "doc_title", "before");
            // When
            lock(folder);
            assertThat(admin.send("PUT", member, new JsonObject().put("role", "viewer"))
                            .statusCode())
                    .isEqualTo(200);
            // Then
            var locked = "metavox_cell_locked {\"fieldName\":\"doc_title\",\"fileId\":1,\"gfId\":" + folder
                    + ",\"userId\":\"alice\"}";
            assertThat(bob.until(locked::equals)).noneMatch(text -> text.contains("before"));
            write(folder, "doc_title", "with bob");
            bob.until(changed(folder, "doc_title", "with bob")::equals);
            // When
            assertThat(admin.send("DELETE", member, new JsonObject()).statusCode())
                    .isEqualTo(200);
            write(folder, "doc_title", "without bob");
            write(common, "doc_title", "marker");
            // Then
            assertThat(bob.until(changed(common, "doc_title", "marker")::equals))
                    .noneMatch(text -> text.contains("without bob"));
        }
    }
}
