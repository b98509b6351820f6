package io.lockstep.gateway.wire.cozy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.GatewayNode;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.session.Identity;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends a realtime socket though its client does nothing; there are no other services. */
class RealtimeEndIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String CLOSED = "closed";

    private final Vertx vertx = Vertx.vertx();
    private final GatewayNode gateway = new GatewayNode(
            GatewayConfig.of("127.0.0.1", 0, SECRET), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    /** Kept: a client that nobody refers to closes its sockets. */
    private final WebSocketClient client = vertx.createWebSocketClient();

    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        vertx.deployVerticle(gateway).await(10, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    /** A defect of the original: a token that has ended does not end what was opened with it. */
    @Test
    void socket_ends_with_its_token() throws Exception {
        // Given
        var socket =
                client.connect(gateway.httpPort(), "127.0.0.1", "/realtime").await(10, SECONDS);
        socket.textMessageHandler(heard::add);
        socket.closeHandler(gone -> heard.add(CLOSED));
        var token = new Tokens(vertx, SECRET, Duration.ofSeconds(6)).issue(new Identity("alice", "Alice", List.of()));
        // When
        var auth = socket.writeTextMessage(
                new JsonObject().put("method", "AUTH").put("payload", token).encode());
        var hello = socket.writeTextMessage("{\"method\":\"HELLO\"}");
        // Then
        assertThat(Future.all(auth, hello).await(10, SECONDS).succeeded()).isTrue();
        assertThat(heard.poll(10, SECONDS)).contains("The HELLO method is not supported");
        assertThat(heard.poll(20, SECONDS)).contains("401 Unauthorized").doesNotContain(token);
        assertThat(heard.poll(10, SECONDS)).isEqualTo(CLOSED);
    }
}
