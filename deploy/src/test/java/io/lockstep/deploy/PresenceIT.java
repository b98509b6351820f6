package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateway nodes, one of them a process of its own: who is where is seen on both within two seconds. */
class PresenceIT {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(2);
    private static final String SPACE = "test:presence-" + System.nanoTime();

    private final Path data;
    private final Map<String, String> cluster = new HashMap<>();
    private Lockstep here;
    private LockstepProcess there;

    @SuppressWarnings("NullAway") // The nodes are started before each test.
    PresenceIT(@TempDir Path data) throws IOException {
        this.data = data;
        var first = freePort();
        var second = freePort();
        cluster.put("first", first);
        cluster.put("second", second);
        cluster.put("LOCKSTEP_CLUSTER", "true");
        cluster.put("LOCKSTEP_CLUSTER_NAME", "it-" + UUID.randomUUID());
        cluster.put("LOCKSTEP_CLUSTER_MEMBERS", "127.0.0.1:" + first + ",127.0.0.1:" + second);
        cluster.put("LOCKSTEP_JWT_SECRET", "x".repeat(32));
    }

    @BeforeEach
    void start() throws Exception {
        var stores = Stack.shared();
        var settings = settings("first", "metadata,lock,dispatcher,gateway");
        settings.put("LOCKSTEP_POSTGRES_URI", stores.postgresUri().orElseThrow());
        settings.put("LOCKSTEP_REDIS_URI", stores.redisUri().orElseThrow());
        settings.put("LOCKSTEP_HTTP_PORT", "0");
        settings.put("LOCKSTEP_MANAGEMENT_PORT", "0");
        settings.put("LOCKSTEP_DATA_DIR", data.resolve("here").toString());
        here = Lockstep.start(LockstepConfig.of(settings)).await(90, SECONDS);
        there = LockstepProcess.start(data.resolve("there"), settings("second", "gateway"));
        assertThat(there.isReady()).as(there.errors().toString()).isTrue();
        var members = new JsonObject().put("user:alice", "viewer").put("user:bob", "viewer");
        new Rest(here.httpPort(), "admin")
                .send("PUT", "/api/v1/spaces/" + SPACE, new JsonObject().put("members", members));
    }

    @AfterEach
    void stop() throws Exception {
        there.close();
        here.close().await(30, SECONDS);
    }

    private Map<String, String> settings(String port, String roles) {
        var settings = new HashMap<>(cluster);
        settings.keySet().removeIf(name -> !name.startsWith("LOCKSTEP_"));
        settings.put("LOCKSTEP_CLUSTER_PORT", String.valueOf(cluster.get(port)));
        settings.put("LOCKSTEP_ROLES", roles);
        return settings;
    }

    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }

    @Test
    void who_comes_leaves_or_dies_on_one_node_is_seen_on_the_other_within_two_seconds() throws Exception {
        try (var alice = Socket.bridge(here.httpPort(), "alice").register("space/" + SPACE)) {
            // When
            var bob = Socket.bridge(there.httpPort(), "bob").register("document/" + SPACE + "/1");
            // Then
            var seen = seen(alice, users -> users.contains("bob"));
            assertThat(seen.getJsonArray("users").getJsonObject(1).getJsonArray("documents"))
                    .containsExactly("1");
            assertThat(seen.getInteger("total")).isEqualTo(2);
            seen(bob, users -> users.contains("alice"));
            // When
            bob.close();
            // Then
            seen(alice, users -> !users.contains("bob"));
            // When
            for (int round = 0; round < 3; round++) {
                bob = Socket.bridge(there.httpPort(), "bob").register("space/" + SPACE);
                seen(alice, users -> users.contains("bob"));
                bob.close();
                seen(alice, users -> !users.contains("bob"));
            }
            Socket.bridge(there.httpPort(), "bob").register("space/" + SPACE);
            seen(alice, users -> users.contains("bob"));
            // When
            there.kill();
            // Then
            seen(alice, users -> !users.contains("bob"));
        }
    }

    /** The next presence event that fits, which has to come in time. */
    private static JsonObject seen(Socket socket, Predicate<String> fits) throws InterruptedException {
        var asked = System.nanoTime();
        var heard = socket.until(text -> {
            var body = new JsonObject(text).getJsonObject("body");
            return body != null
                    && "presence".equals(body.getString("type"))
                    && fits.test(body.getJsonArray("users").encode());
        });
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SEEN_WITHIN);
        return new JsonObject(heard.get(heard.size() - 1)).getJsonObject("body");
    }
}
