package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every wire through every proxy of which there is a file in {@code deploy/proxy}, started for real. */
class ProxyIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Map<ProxyKind, ReverseProxy> PROXIES = new EnumMap<>(ProxyKind.class);
    /** The addresses of push clients, as the server tells them to a Nextcloud. */
    private static final LinkedBlockingQueue<String> ADDRESSES = new LinkedBlockingQueue<>();

    private static Path directory;
    private static Lockstep server;

    /** With a Nextcloud that takes everybody's password and notes where he comes from. */
    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        var nextcloud = VERTX.createHttpServer()
                .requestHandler(ProxyIT::answerAsNextcloud)
                .listen(0, "127.0.0.1")
                .await(10, SECONDS);
        var stores = Stack.shared();
        server = Lockstep.start(LockstepConfig.of(Map.of(
                        "LOCKSTEP_HTTP_PORT",
                        "0",
                        "LOCKSTEP_MANAGEMENT_PORT",
                        "0",
                        "LOCKSTEP_DATA_DIR",
                        directory.resolve("data").toString(),
                        "LOCKSTEP_POSTGRES_URI",
                        stores.postgresUri().orElseThrow(),
                        "LOCKSTEP_REDIS_URI",
                        stores.redisUri().orElseThrow(),
                        "LOCKSTEP_REDIS_NAMESPACE",
                        "proxy:",
                        "LOCKSTEP_JWT_SECRET",
                        "x".repeat(32),
                        "LOCKSTEP_NEXTCLOUD_URL",
                        "http://127.0.0.1:" + nextcloud.actualPort(),
                        "LOCKSTEP_TRUSTED_PROXIES",
                        "127.0.0.1")))
                .await(120, SECONDS);
    }

    private static void answerAsNextcloud(HttpServerRequest request) {
        ADDRESSES.add(request.getHeader("X-Forwarded-For"));
        var basic = request.getHeader("Authorization").substring("Basic ".length());
        request.response().end(new String(Base64.getDecoder().decode(basic), UTF_8).split(":", 2)[0]);
    }

    @AfterAll
    static void stop() throws Exception {
        PROXIES.values().forEach(ReverseProxy::close);
        if (server != null) {
            server.close().await(30, SECONDS);
        }
        VERTX.close().await(10, SECONDS);
    }

    private static int port(ProxyKind kind) throws Exception {
        if (!PROXIES.containsKey(kind)) {
            PROXIES.put(kind, ReverseProxy.start(kind, directory, server.httpPort()));
        }
        return PROXIES.get(kind).port();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.Builder as(String user, int port, String path) {
        var basic = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(UTF_8));
        return request(port, path).header("Authorization", "Basic " + basic);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    @CanIgnoreReturnValue
    private static JsonObject done(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }

    private static HttpResponse<String> call(int port, String method, String path, String body) throws Exception {
        return send(as("admin", port, "/api/v1" + path)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** A new space where alice writes and bob reads, as it stands in a path. */
    private static String space(int port) throws Exception {
        var space = "/spaces/test%3Aproxy-" + System.nanoTime();
        done(call(port, "PUT", space, "{\"members\":{\"user:alice\":\"editor\",\"user:bob\":\"viewer\"}}"));
        return space;
    }

    @CanIgnoreReturnValue
    private static JsonObject write(int port, String space, String document, String title) throws Exception {
        return done(call(port, "PUT", space + "/documents/" + document, "{\"fields\":{\"title\":\"" + title + "\"}}"));
    }

    private static LiveLines open(HttpRequest.Builder request) {
        return new LiveLines(request.build());
    }

    // Requests

    @ParameterizedTest
    @EnumSource
    void encoded_ids_arrive_as_they_were_sent(ProxyKind kind) throws Exception {
        var port = port(kind);
        var space = "/spaces/test%3Aa%252Fb%2520c-" + System.nanoTime();
        done(call(port, "PUT", space, "{}"));

        for (var document :
                new String[] {"a%2Fb%3Ac", "..%2F..%2Fx", "100%25", "a%2F%2Fb", "%C3%BC+%20", "a;b", "q%3Fx%23y"}) {
            write(port, space, document, "Plan");
            var direct = call(server.httpPort(), "GET", space + "/documents/" + document, "");
            var proxied = call(port, "GET", space + "/documents/" + document, "");

            assertThat(direct.statusCode()).as(document).isEqualTo(200);
            assertThat(proxied.body()).as(document).isEqualTo(direct.body());
        }
    }

    @ParameterizedTest
    @EnumSource
    void page_signs_in_and_writes_with_its_cookie(ProxyKind kind) throws Exception {
        var port = port(kind);
        var space = space(port);
        var origin = "http://127.0.0.1:" + port;
        var login = send(request(port, "/api/v1/login")
                .header("Origin", origin)
                .header("X-Forwarded-Proto", "https")
                .POST(BodyPublishers.ofString("{\"user\":\"alice\",\"password\":\"alice\"}")));
        done(login);
        var cookie = login.headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith("lockstep_session="))
                .findFirst()
                .orElseThrow();
        var write = request(port, "/api/v1" + space + "/documents")
                .header("Cookie", cookie.split(";", 2)[0])
                .POST(BodyPublishers.ofString("{\"fields\":{}}"));

        assertThat(cookie).containsIgnoringCase("httponly").doesNotContain("Secure");
        assertThat(send(write.copy().header("Origin", origin)).statusCode()).isEqualTo(201);
        assertThat(send(write.copy()
                                .header("Origin", "https://evil.example")
                                .header("X-Forwarded-Host", "evil.example"))
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void too_large_a_body_is_refused(ProxyKind kind) throws Exception {
        var port = port(kind);
        var space = space(port);
        var large = "{\"fields\":{\"title\":\"" + "x".repeat(300_000) + "\"}}";

        assertThat(call(port, "PUT", space + "/documents/1", large).statusCode())
                .isEqualTo(413);
        assertThat(call(port, "PUT", space + "/documents/1", large.repeat(60)).statusCode())
                .isEqualTo(413);
        write(port, space, "1", "x".repeat(200_000));
    }

    @ParameterizedTest
    @EnumSource
    void capability_names_the_proxy(ProxyKind kind) throws Exception {
        var port = port(kind);
        var answer = send(request(port, "/ocs/v2.php/cloud/capabilities?format=json")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "evil.example"));

        assertThat(answer.body()).contains("\"ws://127.0.0.1:" + port + "/push/ws\"");
    }

    // Streams

    @ParameterizedTest
    @EnumSource
    void events_of_streams_arrive_one_by_one(ProxyKind kind) throws Exception {
        var port = port(kind);
        var space = space(port);
        for (var feed : new String[] {"eventsource", "continuous"}) {
            var changes = as("bob", port, "/api/v1" + space + "/changes?heartbeat=1&feed=" + feed);
            try (var stream = open(changes)) {
                stream.next("status 200");
                for (int i = 0; i < 3; i++) {
                    // When
                    write(port, space, "1", feed + i);
                    // Then
                    stream.next(feed + i);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void long_poll_is_answered_when_something_happens(ProxyKind kind) throws Exception {
        var port = port(kind);
        var space = space(port);
        var cursor = done(call(port, "GET", space, "")).getString("cursor");
        try (var poll =
                open(as("bob", port, "/api/v1" + space + "/changes?feed=longpoll&timeout=20&since=" + cursor))) {
            write(port, space, "1", "Polled");

            assertThat(poll.next("\"changes\"")).contains("Polled");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sockjs_works_without_websocket(ProxyKind kind) throws Exception {
        var port = port(kind);
        var space = space(port);
        var topic = "space/" + space.substring("/spaces/".length()).replace("%3A", ":");
        var session = "/eventbus/000/s" + System.nanoTime();
        assertThat(done(send(request(port, "/eventbus/info"))).getBoolean("websocket"))
                .isTrue();
        try (var stream = open(as("bob", port, session + "/xhr_streaming").POST(BodyPublishers.noBody()))) {
            stream.next("o");
            var register = new JsonObject()
                    .put("type", "register")
                    .put("address", topic)
                    .encode();
            var sent = send(as("bob", port, session + "/xhr_send")
                    .POST(BodyPublishers.ofString(new JsonArray().add(register).encode())));
            assertThat(sent.statusCode()).isEqualTo(204);
            stream.next("snapshot");
            for (int i = 0; i < 3; i++) {
                write(port, space, "1", "Title " + i);
                assertThat(stream.next("changed")).contains("Title " + i);
            }
        }
    }

    // Sockets

    @ParameterizedTest
    @EnumSource
    void websockets_of_every_wire_are_passed_on(ProxyKind kind) throws Exception {
        var port = port(kind);
        var space = space(port);
        var topic = "space/" + space.substring("/spaces/".length()).replace("%3A", ":");
        try (var bridge = Socket.bridge(port, "bob").register(topic);
                var push = Socket.push(port, "bob");
                var cozy = Socket.cozy(port)) {
            // When
            write(port, space, "1", "Seen");
            push.send("listen notify_file_id");
            cozy.send(new JsonObject().put("method", "AUTH").put("payload", "none"));

            // Then
            bridge.until(text -> text.contains("Seen"));
            assertThat(cozy.subprotocol()).isEqualTo("io.cozy.websocket");
            cozy.until(text -> text.contains("error"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sockjs_websocket_is_passed_on(ProxyKind kind) throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port(kind))
                .setURI("/eventbus/000/w" + System.nanoTime() + "/websocket")
                .addHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString("bob:bob".getBytes(UTF_8)));
        var client = VERTX.createWebSocketClient();
        var socket = client.webSocket();
        socket.textMessageHandler(heard::add);
        socket.connect(options).await(10, SECONDS);

        assertThat(heard.poll(10, SECONDS)).isEqualTo("o");
        client.close().await(10, SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void address_of_the_client_is_told_and_cannot_be_forged(ProxyKind kind) throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var from = new WebSocketClientOptions();
        from.setLocalAddress("127.0.0.5");
        var client = VERTX.createWebSocketClient(from);
        var socket = client.webSocket();
        socket.textMessageHandler(heard::add);
        ADDRESSES.clear();
        // When
        socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port(kind))
                        .setURI("/push/ws")
                        .addHeader("X-Forwarded-For", "198.51.100.1, 127.0.0.1")
                        .addHeader("Forwarded", "for=198.51.100.1"))
                .await(10, SECONDS);
        socket.writeTextMessage("erin").await(10, SECONDS);
        socket.writeTextMessage("erin").await(10, SECONDS);

        // Then
        assertThat(heard.poll(10, SECONDS)).isEqualTo("authenticated");
        assertThat(ADDRESSES.poll(10, SECONDS)).isEqualTo("127.0.0.5, 127.0.0.1");
        client.close().await(10, SECONDS);
    }
}
