package io.lockstep.gateway.wire.metavox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Bus;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.Written;
import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.GatewayNode;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.session.Identity;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What MetaVox's page is answered by a gateway whose services are away or fail. */
class MetavoxOutageIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Identity ALICE = new Identity("alice", "Alice", List.of());

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
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

    private void editor() throws Exception {
        bus.serve(Metadata.CHECK_ACCESS, request -> Future.succeededFuture(new Access(Role.EDITOR, 1)))
                .await(10, SECONDS);
    }

    private void takingWrites() throws Exception {
        bus.serve(
                        Metadata.GET_SPACE,
                        request -> Future.succeededFuture(
                                new Space(request.space(), "", Role.EDITOR, List.of(), Map.of(), "1.0.0")))
                .await(10, SECONDS);
        bus.serve(
                        Metadata.WRITE,
                        request -> Future.succeededFuture(
                                new Written(request.space(), "456", Verb.UPDATED, 2, "e", 2, "1.0.2", true)))
                .await(10, SECONDS);
    }

    private String post(String action, String body) throws IOException, InterruptedException {
        var token = new Tokens(vertx, SECRET, Duration.ofMinutes(1)).issue(ALICE);
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.httpPort()
                                        + "/apps/metavox/api/groupfolders/103/files/456/" + action))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    @Test
    void nobody_is_let_in_while_access_cannot_be_asked() throws Exception {
        for (var action : List.of("lock", "unlock")) {
            assertThat(post(action, "{\"field_name\":\"doc_title\"}")).startsWith("503 {\"error\":\"");
        }
        assertThat(post("metadata", "{\"metadata\":{\"doc_title\":\"x\"}}")).startsWith("503 {\"error\":\"");
    }

    @Test
    void no_lock_is_given_while_locks_are_away() throws Exception {
        // Given
        editor();
        // Then
        assertThat(post("lock", "{\"field_name\":\"doc_title\"}")).startsWith("503 {\"error\":\"");
        assertThat(post("unlock", "{\"field_name\":\"doc_title\"}")).startsWith("503 {\"error\":\"");
    }

    @Test
    void save_has_succeeded_though_its_lock_cannot_be_given_back() throws Exception {
        // Given
        takingWrites();
        // Then
        assertThat(post("metadata", "{\"metadata\":{\"doc_title\":\"x\"},\"unlock\":true}"))
                .isEqualTo("200 {\"success\":true}");
    }

    @Test
    void refusals_of_the_stores_keep_their_status() throws Exception {
        // Given
        editor();
        bus.serve(
                        Locks.ACQUIRE,
                        request -> Future.failedFuture(new ServiceException(FailureCode.LOCKED, "by somebody")))
                .await(10, SECONDS);
        bus.serve(
                        Metadata.GET_SPACE,
                        request -> Future.failedFuture(new ServiceException(FailureCode.RATE_LIMITED, "slow down")))
                .await(10, SECONDS);
        // Then
        assertThat(post("lock", "{\"field_name\":\"a\"}")).isEqualTo("409 {\"locked\":true,\"lockedBy\":null}");
        assertThat(post("metadata", "{\"metadata\":{\"a\":\"b\"}}")).isEqualTo("429 {\"error\":\"slow down\"}");
    }
}
