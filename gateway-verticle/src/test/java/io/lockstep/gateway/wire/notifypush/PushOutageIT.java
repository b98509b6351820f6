package io.lockstep.gateway.wire.notifypush;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.GatewayNode;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.session.Identity;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a push client hears of a gateway whose metadata service is away. */
class PushOutageIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String AWAY =
            "err: Error while sending authentication request to nextcloud: " + "Server error: 503 Service Unavailable";

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient();
    private final GatewayNode gateway = new GatewayNode(
            GatewayConfig.of("127.0.0.1", 0, SECRET), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

    @BeforeEach
    void start() throws Exception {
        vertx.deployVerticle(gateway).await(10, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    /** The first text, once the server has dropped the client. */
    private String firstHeard(String user, String secret) throws Exception {
        Promise<String> heard = Promise.promise();
        Promise<Void> dropped = Promise.promise();
        client.connect(gateway.httpPort(), "127.0.0.1", "/push/ws")
                .onSuccess(socket -> {
                    socket.textMessageHandler(heard::tryComplete);
                    socket.closeHandler(dropped::tryComplete);
                    socket.writeTextMessage(user);
                    socket.writeTextMessage(secret);
                })
                .await(10, SECONDS);
        dropped.future().await(10, SECONDS);
        return heard.future().await(10, SECONDS);
    }

    @Test
    void password_that_cannot_be_checked_is_not_called_wrong() throws Exception {
        assertThat(firstHeard("alice", "alice")).isEqualTo(AWAY);
    }

    @Test
    void client_is_not_told_that_he_is_signed_in_while_he_cannot_be_served() throws Exception {
        var token = new Tokens(vertx, SECRET, Duration.ofMinutes(1)).issue(new Identity("alice", "Alice", List.of()));
        assertThat(firstHeard("", token)).isEqualTo(AWAY);
    }
}
