package io.lockstep.gateway.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.GatewayNode;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.socket.RawClient.Frame;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients see of their sockets, whoever serves them. A request to an address that clients may not send to is refused
 * with the address, at once and without any other service: that is the echo here.
 */
abstract class SocketSuite {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String RAW = "/eventbus/websocket";
    private static final String SOCKJS = "/eventbus/000/abcdefgh/websocket";
    private static final int MAX_SOCKETS = 4;
    private static final int MAX_MESSAGE = 256 * 1024;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final GatewayNode gateway;
    private String deployment = "";

    SocketSuite(boolean takeover) {
        var limits =
                new GatewayConfig.Sockets(takeover, 256, 4096, 1024 * 1024, Duration.ofSeconds(1), 100, MAX_SOCKETS);
        gateway = new GatewayNode(
                GatewayConfig.of("127.0.0.1", 0, SECRET).withSockets(limits),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /** The close code of a socket whose client broke the protocol; 0 when it just ends. */
    abstract int codeOfViolation(int code);

    @BeforeEach
    void start() throws Exception {
        deployment = vertx.deployVerticle(gateway).await(10, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    private String token(String user) {
        return new Tokens(vertx, SECRET, Duration.ofMinutes(1)).issue(new Identity(user, user, List.of()));
    }

    private RawClient connect(String path) throws IOException {
        return new RawClient(gateway.httpPort(), path, token("alice"));
    }

    private static String request(String address) {
        return new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", "reply")
                .encode();
    }

    private static String addressOf(String refusal) {
        var json = new JsonObject(refusal);
        assertThat(json.getInteger("failureCode")).isEqualTo(403);
        return json.getString("message").substring("clients may not send to ".length());
    }

    private static String echo(RawClient client, String address) throws IOException {
        client.send(request(address));
        return addressOf(client.read().text());
    }

    /** The code of the server's goodbye; 0 when the connection ends without one. */
    private static int closeCode(RawClient client) throws IOException {
        try {
            var frame = client.read();
            while (frame.first() != RawClient.CLOSE) {
                frame = client.read();
            }
            return frame.closeCode();
        } catch (EOFException | SocketException ended) {
            return 0;
        }
    }

    // Messages

    @Test
    void text_goes_both_ways() throws Exception {
        try (var client = connect(RAW)) {
            assertThat(client.answer).startsWith("HTTP/1.1 101 ");
            assertThat(echo(client, "grüße 𝄞 \n")).isEqualTo("grüße 𝄞 \n");
        }
    }

    @Test
    void message_may_come_in_fragments_with_a_ping_between_and_byte_by_byte() throws Exception {
        try (var client = connect(RAW)) {
            // Given
            var bytes = request("größe").getBytes(StandardCharsets.UTF_8);
            var half = bytes.length / 2;
            // When
            for (var part : List.of(
                    RawClient.frame(0x01, Arrays.copyOf(bytes, half)),
                    RawClient.frame(RawClient.PING, "between"),
                    RawClient.frame(0x80, Arrays.copyOfRange(bytes, half, bytes.length)))) {
                for (var single : part) {
                    client.write(new byte[] {single});
                }
            }
            // Then
            assertThat(client.read().text()).isEqualTo("between");
            assertThat(addressOf(client.read().text())).isEqualTo("größe");
        }
    }

    @Test
    void thousand_messages_at_once_are_answered_whole_and_in_order() throws Exception {
        try (var client = connect(RAW)) {
            // When
            var sender = new Thread(() -> {
                for (var number = 0; number < 1_000; number++) {
                    try {
                        client.send(request(number + "x".repeat(500)));
                    } catch (IOException broken) {
                        throw new AssertionError(broken);
                    }
                }
            });
            sender.start();
            // Then
            for (var number = 0; number < 1_000; number++) {
                assertThat(addressOf(client.read().text())).startsWith(number + "x");
            }
            sender.join();
        }
    }

    @Test
    void largest_message_is_taken() throws Exception {
        try (var client = connect(RAW)) {
            client.send(" ".repeat(MAX_MESSAGE));
            assertThat(client.read().text()).contains("invalid_json");
        }
    }

    @Test
    void client_of_the_jdk_is_served() throws Exception {
        // Given
        var heard = new LinkedBlockingQueue<String>();
        var closed = new CompletableFuture<Integer>();
        var client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token("alice"))
                .buildAsync(URI.create("ws://127.0.0.1:" + gateway.httpPort() + RAW), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean isLast) {
                        heard.add(text.toString());
                        socket.request(1);
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
                        heard.add("pong " + StandardCharsets.UTF_8.decode(payload));
                        socket.request(1);
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                        closed.complete(code);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .get(20, SECONDS);
        // When
        client.sendText(request("jdk"), true).get(20, SECONDS);
        client.sendPing(ByteBuffer.wrap(new byte[] {'?'})).get(20, SECONDS);
        // Then
        assertThat(addressOf(String.valueOf(heard.poll(20, SECONDS)))).isEqualTo("jdk");
        assertThat(heard.poll(20, SECONDS)).isEqualTo("pong ?");
        // When
        client.sendClose(4001, "bye").get(20, SECONDS);
        // Then
        assertThat(closed.get(20, SECONDS)).isEqualTo(4001);
    }

    // Pings

    @Test
    void pings_are_answered_in_order_though_the_client_reads_none_for_a_while() throws Exception {
        try (var flooding = connect(RAW);
                var other = connect(RAW)) {
            // Given
            var count = 100_000;
            var sender = new Thread(() -> {
                try {
                    for (var number = 0; number < count; number++) {
                        flooding.write(RawClient.frame(RawClient.PING, number + "-".repeat(100)));
                    }
                } catch (IOException broken) {
                    throw new AssertionError(broken);
                }
            });
            // When
            sender.start();
            assertThat(echo(other, "meanwhile")).isEqualTo("meanwhile");
            // Then
            for (var number = 0; number < count; number++) {
                var pong = flooding.read();
                assertThat(pong.first()).isEqualTo(RawClient.PONG);
                assertThat(pong.text()).startsWith(number + "-");
            }
            sender.join();
        }
    }

    // Ends

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 3000, 4999})
    void goodbye_is_answered_with_its_code_and_the_connection_ends(int code) throws Exception {
        try (var client = connect(RAW)) {
            // When
            client.write(RawClient.frame(
                    RawClient.CLOSE,
                    ByteBuffer.allocate(2).putShort((short) code).array()));
            // Then
            assertThat(closeCode(client)).isEqualTo(code);
            assertThat(client.hasEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"83, 1002", "c1, 1002", "80, 1002", "09, 1002"})
    void client_that_breaks_the_protocol_is_closed(String first, int code) throws Exception {
        try (var client = connect(RAW)) {
            client.write(RawClient.frame(Integer.parseInt(first, 16), "text"));
            assertThat(closeCode(client)).isEqualTo(codeOfViolation(code));
            client.socket.shutdownOutput();
            assertThat(client.hasEnded()).isTrue();
        }
    }

    @Test
    void client_that_does_not_mask_is_closed() throws Exception {
        try (var client = connect(RAW)) {
            client.write(new byte[] {(byte) RawClient.TEXT, 1, '1'});
            assertThat(closeCode(client)).isEqualTo(codeOfViolation(1002));
        }
    }

    @Test
    void message_that_is_too_large_closes_the_socket_before_it_has_come() throws Exception {
        try (var client = connect(RAW)) {
            client.write(Arrays.copyOf(RawClient.frame(RawClient.TEXT, " ".repeat(MAX_MESSAGE + 1)), 100));
            assertThat(closeCode(client)).isEqualTo(codeOfViolation(1009));
        }
    }

    @Test
    void sockets_of_one_user_are_limited_and_each_end_makes_room() throws Exception {
        var ends = List.<End>of(
                RawClient::reset,
                client -> client.socket.shutdownOutput(),
                client -> client.write(RawClient.frame(RawClient.CLOSE, "")));
        for (var path : List.of(RAW, SOCKJS)) {
            for (var end : ends) {
                // Given
                var clients = new ArrayList<RawClient>();
                for (var number = 0; number < MAX_SOCKETS; number++) {
                    clients.add(accepted(path));
                }
                // When
                try (var refused = connect(path)) {
                    // Then
                    assertThat(refused.answer).startsWith("HTTP/1.1 429 ").contains("application/problem+json");
                }
                try (var bob = new RawClient(gateway.httpPort(), path, token("bob"))) {
                    assertThat(bob.answer).startsWith("HTTP/1.1 101 ");
                }
                // When
                for (var client : clients) {
                    end.of(client);
                }
            }
        }
        // Then
        accepted(RAW).close();
    }

    private interface End {
        void of(RawClient client) throws IOException;
    }

    /** The server learns of an end a moment later. */
    private RawClient accepted(String path) throws IOException {
        var deadline = System.nanoTime() + SECONDS.toNanos(20);
        var client = connect(path);
        while (client.answer.startsWith("HTTP/1.1 429 ") && System.nanoTime() < deadline) {
            client.close();
            client = connect(path);
        }
        assertThat(client.answer).startsWith("HTTP/1.1 101 ");
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {RAW, SOCKJS})
    void client_that_reads_nothing_is_cut_and_costs_little_while_others_go_on(String path) throws Exception {
        try (var deaf = connect(path);
                var other = connect(RAW)) {
            // Given
            var before = usedBytes();
            var frame = RawClient.frame(
                    RawClient.TEXT,
                    path.equals(RAW)
                            ? request("x".repeat(500))
                            : new JsonArray().add(request("x".repeat(500))).encode());
            // When
            var isCut = isCutWhileAsking(deaf, frame, other);
            // Then
            assertThat(usedBytes() - before).isLessThan(8L * 1024 * 1024);
            assertThat(isCut || isCut(deaf, frame, other)).isTrue();
        }
    }

    /** Asks as fast as it can; true when that was too much already. */
    private static boolean isCutWhileAsking(RawClient deaf, byte[] frame, RawClient other) throws IOException {
        for (var number = 0; number < 30_000; number++) {
            try {
                deaf.write(frame);
            } catch (IOException cut) {
                return true;
            }
            if (number % 3_000 == 0) {
                assertThat(echo(other, "meanwhile")).isEqualTo("meanwhile");
            }
        }
        return false;
    }

    private static long usedBytes() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * Whether writing to the deaf client's socket fails within a time. He goes on to ask, because the systems between may still
     * take a few megabytes, but so slowly that he is not told to start over.
     */
    private static boolean isCut(RawClient deaf, byte[] frame, RawClient other) throws IOException {
        var deadline = System.nanoTime() + SECONDS.toNanos(20);
        while (System.nanoTime() < deadline) {
            for (var turn = 0; turn < 10; turn++) {
                assertThat(echo(other, "meanwhile")).isEqualTo("meanwhile");
            }
            try {
                deaf.write(frame);
            } catch (IOException cut) {
                return true;
            }
        }
        return false;
    }

    // SockJS

    @Test
    void sockjs_has_its_frames_around_each_message() throws Exception {
        try (var client = connect(SOCKJS)) {
            assertThat(client.read().text()).isEqualTo("o");
            client.send("");
            client.send("[]");
            // When
            client.send(
                    new JsonArray().add(request("one")).add(request("größe")).encode());
            client.send(new JsonArray().add(request("alone")).encode().replaceAll("^.|.$", ""));
            // Then
            for (var address : List.of("one", "größe", "alone")) {
                var text = client.read().text();
                assertThat(text).startsWith("a[\"").isASCII();
                assertThat(addressOf(new JsonArray(text.substring(1)).getString(0)))
                        .isEqualTo(address);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"a\"", "{}", "hello", "[1]"})
    void text_that_is_not_sockjs_closes_the_socket(String text) throws Exception {
        try (var client = connect(SOCKJS)) {
            client.send(text);
            assertThat(closeCode(client)).isEqualTo(1007);
        }
    }

    @Test
    void path_of_a_socket_answers_a_plain_request() throws Exception {
        for (var path : List.of(RAW, SOCKJS)) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.httpPort() + path))
                    .header("Authorization", "Bearer " + token("alice"))
                    .build();
            var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }

    // The server

    @Test
    void server_that_stops_says_so_and_does_not_wait_for_clients_that_do_not_answer() throws Exception {
        try (var raw = connect(RAW);
                var sockJs = connect(SOCKJS);
                var push = connect("/ws")) {
            assertThat(echo(raw, "before")).isEqualTo("before");
            assertThat(sockJs.read().text()).isEqualTo("o");
            assertThat(push.answer).startsWith("HTTP/1.1 101 ");
            // When
            var started = System.nanoTime();
            vertx.undeploy(deployment).await(20, SECONDS);
            var took = Duration.ofNanos(System.nanoTime() - started);
            // Then
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            assertThat(closeCode(raw)).isEqualTo(1012);
            var goodbye = sockJs.read();
            assertThat(goodbye).extracting(Frame::text).asString().startsWith("c[1012,");
            assertThat(closeCode(sockJs)).isEqualTo(1000);
            assertThat(push.hasEnded()).isTrue();
        }
    }
}
