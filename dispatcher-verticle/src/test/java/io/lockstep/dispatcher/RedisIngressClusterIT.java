package io.lockstep.dispatcher;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Bus;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** On a real cluster of two: the ingress finds the server that has the lease, and hears what is published on any. */
final class RedisIngressClusterIT {
    private static final int SLOTS = 16_384;
    private static final int HALF = SLOTS / 2;

    private final Vertx vertx = Vertx.vertx();
    private final LinkedBlockingQueue<Event> delivered = new LinkedBlockingQueue<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<RedisServer> servers = new ArrayList<>();
    private int owner;
    private int other;

    @BeforeEach
    void start() throws Exception {
        for (int index = 0; index < 2; index++) {
            ports.add(freePort());
            servers.add(server(ports.get(index)));
            servers.get(index).start();
            ask(index, Command.CLUSTER, "SET-CONFIG-EPOCH", index + 1);
            ask(index, Command.CLUSTER, half(index));
        }
        ask(0, Command.CLUSTER, "MEET", "127.0.0.1", ports.get(1));
        for (int index = 0; index < 2; index++) {
            await(index, info -> info.contains("cluster_state:ok"), Command.CLUSTER, "INFO");
        }
        owner = Integer.parseInt(ask(0, Command.CLUSTER, "KEYSLOT", IngressLease.KEY)) / HALF;
        other = 1 - owner;
        new Events(new Bus(vertx))
                .onDelivered(
                        Topic.shard(Topic.user("alice")),
                        deliveries -> deliveries.deliveries().forEach(delivery -> delivered.add(delivery.event())))
                .completion()
                .await(10, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
        for (var server : servers) {
            server.stop();
        }
    }

    @Test
    void what_is_published_on_any_server_is_delivered_once_also_after_the_lease_was_lost_with_its_server()
            throws Exception {
        // Given two dispatchers that know the server which has not the lease
        vertx.deployVerticle(new DispatcherVerticle(config())).await(10, SECONDS);
        vertx.deployVerticle(new DispatcherVerticle(config())).await(10, SECONDS);
        awaitListener();

        // When
        var first = List.of(publish(owner, "1"), publish(other, "2"));
        servers.get(owner).stop();
        servers.get(owner).start();
        awaitListener();
        var second = List.of(publish(other, "3"), publish(owner, "4"));

        // Then
        assertThat(first).containsExactly(custom("1"), custom("2"));
        assertThat(second).containsExactly(custom("3"), custom("4"));
        assertThat(delivered).isEmpty();
    }

    private DispatcherConfig config() {
        return new DispatcherConfig(
                List.of(uri(other)),
                RedisClientType.CLUSTER,
                "",
                Duration.ofMillis(1500),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                "",
                "x".repeat(32),
                Optional.empty());
    }

    private static Event custom(String message) {
        return new Event.Custom("alice", message, null);
    }

    /** Answers what was delivered for it. */
    private Event publish(int index, String message) throws Exception {
        ask(index, Command.PUBLISH, Channel.CUSTOM.channel(), "{\"user\":\"alice\",\"message\":\"" + message + "\"}");
        return delivered.poll(10, SECONDS);
    }

    private void awaitListener() throws TimeoutException {
        await(owner, answer -> answer.contains("1"), Command.PUBSUB, "NUMSUB", Channel.CUSTOM.channel());
    }

    /** Redis tells nobody when something of this kind changes. */
    private void await(int index, Predicate<String> isReached, Command command, Object... arguments)
            throws TimeoutException {
        var giveUp = System.nanoTime() + SECONDS.toNanos(20);
        while (!isReached.test(ask(index, command, arguments))) {
            assertThat(System.nanoTime()).as("%s in time", command).isLessThan(giveUp);
            vertx.timer(20, MILLISECONDS).await(10, SECONDS);
        }
    }

    private String ask(int index, Command command, Object... arguments) throws TimeoutException {
        var request = Request.cmd(command);
        List.of(arguments).forEach(argument -> request.arg(argument.toString()));
        var client = Redis.createClient(vertx, uri(index));
        try {
            return client.send(request).await(10, SECONDS).toString();
        } finally {
            client.close().await(10, SECONDS);
        }
    }

    private String uri(int index) {
        return "redis://127.0.0.1:" + ports.get(index);
    }

    private static Object[] half(int index) {
        var arguments = new ArrayList<Object>(List.of("ADDSLOTS"));
        IntStream.range(index * HALF, (index + 1) * HALF).forEach(arguments::add);
        return arguments.toArray();
    }

    private static RedisServer server(int port) throws IOException {
        return RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("cluster-enabled yes")
                .setting("cluster-config-file nodes-" + port + ".conf")
                .setting("cluster-node-timeout 2000")
                .build();
    }

    /** Low enough for the cluster's second port, which is 10,000 above. */
    private static int freePort() throws IOException {
        while (true) {
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (free.getLocalPort() < 55_000) {
                    return free.getLocalPort();
                }
            }
        }
    }
}
