package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that parts on different nodes of a cluster find each other. */
final class ClusterIT {
    private static final String SPACE = "metavox:103";

    private final String name = "it-" + UUID.randomUUID();
    private final String first = String.valueOf(freePort());
    private final String second = String.valueOf(freePort());
    private final Path data;

    ClusterIT(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void a_write_on_one_node_is_delivered_on_the_other() throws TimeoutException {
        // Given
        var stores = Stack.shared();
        var services = start(
                first,
                Map.of(
                        "LOCKSTEP_ROLES", "metadata,lock,dispatcher",
                        "LOCKSTEP_JWT_SECRET", "x".repeat(32),
                        "LOCKSTEP_POSTGRES_URI", stores.postgresUri().orElseThrow(),
                        "LOCKSTEP_REDIS_URI", stores.redisUri().orElseThrow()));
        var edge = start(second, Map.of("LOCKSTEP_ROLES", "gateway", "LOCKSTEP_JWT_SECRET", "x".repeat(32)));
        var bus = new Bus(edge.vertx());
        var delivered = Promise.<Event>promise();
        new Events(bus)
                .onDelivered(
                        Topic.shard(Topic.space(SPACE)),
                        deliveries -> delivered.tryComplete(
                                deliveries.deliveries().get(0).event()))
                .completion()
                .await(20, SECONDS);

        // When
        var written = new Metadata(bus)
                .write(WriteDocument.of(
                        Actor.SYSTEM,
                        SPACE,
                        "cluster-" + name,
                        WriteMode.CREATE,
                        new JsonObject().put("doc_title", "x")))
                .await(20, SECONDS);

        // Then
        assertThat(delivered.future().await(20, SECONDS))
                .isInstanceOfSatisfying(
                        Event.Changed.class, event -> assertThat(event.seq()).isEqualTo(written.seq()));
        assertThat(edge.httpPort()).isPositive();

        edge.close().await(20, SECONDS);
        services.close().await(20, SECONDS);
    }

    private Lockstep start(String port, Map<String, String> settings) throws TimeoutException {
        var environment = new HashMap<>(settings);
        environment.putAll(Map.of(
                "LOCKSTEP_HTTP_PORT",
                "0",
                "LOCKSTEP_MANAGEMENT_PORT",
                "0",
                "LOCKSTEP_DATA_DIR",
                data.toString(),
                "LOCKSTEP_CLUSTER",
                "true",
                "LOCKSTEP_CLUSTER_NAME",
                name,
                "LOCKSTEP_CLUSTER_PORT",
                port,
                "LOCKSTEP_CLUSTER_MEMBERS",
                "127.0.0.1:" + first + ",127.0.0.1:" + second));
        return Lockstep.start(LockstepConfig.of(environment)).await(90, SECONDS);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
