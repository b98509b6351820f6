package io.lockstep.dispatcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.Bus;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.event.Published;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** Tests that what is published to a real Redis is delivered on the bus, once and in order. */
final class RedisIngressIT {
    private static final String MARKER = "marker";
    private static int port;
    private static RedisServer server;

    private final Vertx vertx = Vertx.vertx();
    private final Events events = new Events(new Bus(vertx));
    private final List<Event> delivered = new CopyOnWriteArrayList<>();
    private Promise<Void> marker = Promise.promise();
    private Redis redis = Redis.createClient(vertx, uri());

    @BeforeAll
    static void startRedis() throws IOException {
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = RedisServer.newRedisServer().port(port).setting("save \"\"").build();
        server.start();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        server.stop();
    }

    @BeforeEach
    void listen() throws TimeoutException {
        send(Command.FLUSHALL);
        for (var user : List.of("alice", "42", MARKER)) {
            events.onDelivered(
                            Topic.shard(Topic.user(user)),
                            deliveries -> deliveries.deliveries().forEach(delivery -> receive(delivery.event())))
                    .completion()
                    .await(10, SECONDS);
        }
    }

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void a_custom_message_is_delivered() throws TimeoutException {
        // Given
        deploy();

        // When
        publish("{\"user\":\"alice\",\"message\":\"m\",\"body\":{\"a\":1.0}}");
        publishMarker();

        // Then
        assertThat(delivered)
                .singleElement()
                .satisfies(event -> assertThat(
                                io.lockstep.contract.Json.toJson(event).encode())
                        .isEqualTo("{\"type\":\"custom\",\"user\":\"alice\",\"message\":\"m\",\"body\":{\"a\":1.0}}"));
    }

    @Test
    void a_malformed_message_is_dropped_and_the_stream_goes_on() throws TimeoutException {
        // Given
        deploy();

        // When
        publish("nonsense");
        publish("{\"user\":[],\"message\":\"m\"}");
        publish("{\"user\":42,\"message\":\"m\"}");
        publishMarker();

        // Then
        assertThat(delivered).containsExactly(new Event.Custom("42", "m", null));
    }

    @Test
    void a_thousand_messages_keep_their_order() throws TimeoutException {
        // Given
        deploy();

        // When
        for (var number = 0; number < 1000; number++) {
            publish("{\"user\":\"alice\",\"message\":\"m" + number + "\"}");
        }
        publishMarker();

        // Then
        assertThat(delivered)
                .containsExactlyElementsOf(IntStream.range(0, 1000)
                        .<Event>mapToObj(number -> new Event.Custom("alice", "m" + number, null))
                        .toList());
    }

    @Test
    void order_of_one_publisher_is_kept_over_both_channels() throws TimeoutException {
        // Given
        deploy();

        // When
        for (var number = 0; number < 500; number++) {
            publish("{\"user\":\"alice\",\"message\":\"m\",\"body\":" + 2 * number + "}");
            send(
                    Command.PUBLISH,
                    Channel.EVENT.channel(),
                    "[{\"user\":\"alice\",\"message\":\"m\",\"body\":" + (2 * number + 1) + "}]");
        }
        publishMarker();

        // Then
        assertThat(delivered)
                .containsExactlyElementsOf(IntStream.range(0, 1000)
                        .<Event>mapToObj(number -> new Event.Custom("alice", "m", number))
                        .toList());
    }

    @Test
    void two_dispatchers_deliver_once() throws TimeoutException {
        // Given
        deploy();
        deploy();

        // When
        for (var number = 0; number < 100; number++) {
            publish("{\"user\":\"alice\",\"message\":\"m" + number + "\"}");
        }
        publishMarker();

        // Then
        assertThat(delivered).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void the_other_dispatcher_takes_over_when_one_stops() throws TimeoutException {
        // Given
        var first = deploy();
        deploy();

        // When
        vertx.undeploy(first).await(10, SECONDS);
        awaitListener();
        publish("{\"user\":\"alice\",\"message\":\"m\"}");
        publishMarker();

        // Then
        assertThat(delivered).hasSize(1);
    }

    @Test
    void a_crashed_owner_is_followed_when_its_lease_ends() throws TimeoutException {
        // Given
        send(Command.SET, IngressLease.KEY, "crashed", "PX", "500");

        // When
        deploy();

        // Then
        assertThat(send(Command.GET, IngressLease.KEY).toString()).isNotEqualTo("crashed");
    }

    @Test
    void a_node_that_lost_its_lease_stops_listening() throws TimeoutException {
        // Given
        deploy();

        // When
        send(Command.SET, IngressLease.KEY, "another", "PX", "60000");
        awaitListeners(0);

        // Then
        assertThat(send(Command.GET, IngressLease.KEY).toString()).isEqualTo("another");
    }

    @Test
    void a_restart_of_redis_heals_by_itself() throws TimeoutException, IOException {
        // Given
        deploy();

        // When
        server.stop();
        bus_events_go_on();
        server.start();
        redis = Redis.createClient(vertx, uri());
        awaitListener();
        publish("{\"user\":\"alice\",\"message\":\"m\"}");
        publishMarker();

        // Then
        assertThat(delivered)
                .containsExactly(new Event.Custom("alice", "bus", null), new Event.Custom("alice", "m", null));
    }

    @Test
    void a_dispatcher_starts_without_redis_and_finds_it_later() throws TimeoutException, IOException {
        // Given
        server.stop();
        vertx.deployVerticle(new DispatcherVerticle(quick())).await(10, SECONDS);
        bus_events_go_on();

        // When
        server.start();
        redis = Redis.createClient(vertx, uri());
        awaitListener();

        // Then
        publishMarker();
    }

    @Test
    void malformed_messages_on_the_bus_are_answered_and_stop_nothing() throws TimeoutException {
        // Given
        vertx.deployVerticle(new DispatcherVerticle(DispatcherConfig.withoutIngress()))
                .await(10, SECONDS);
        var address = Events.PUBLISH.address();

        // When
        for (var number = 0; number < 1000; number++) {
            vertx.eventBus().send(address, "text " + number);
            vertx.eventBus()
                    .send(address, new JsonObject("{\"events\":[{\"type\":\"custom\",\"message\":\"nobody's\"}]}"));
        }
        var refused = vertx.eventBus().request(address, new JsonObject("{\"events\":[{\"type\":\"no such\"}]}"));
        var submitted = events.submit(List.of(new Event.Custom("alice", "m", null)));

        // Then
        assertThatExceptionOfType(ReplyException.class)
                .isThrownBy(() -> refused.await(10, SECONDS))
                .satisfies(failure -> assertThat(failure.failureCode()).isEqualTo(FailureCode.BAD_REQUEST.number()));
        assertThat(submitted.await(10, SECONDS)).isEqualTo(new Published());
        bus_events_go_on();
        assertThat(delivered)
                .containsExactly(new Event.Custom("alice", "m", null), new Event.Custom("alice", "bus", null));
    }

    @Test
    void without_ingress_nobody_listens() throws TimeoutException {
        vertx.deployVerticle(new DispatcherVerticle(DispatcherConfig.withoutIngress()))
                .await(10, SECONDS);

        bus_events_go_on();

        assertThat(listeners().await(10, SECONDS)).isZero();
    }

    private void bus_events_go_on() throws TimeoutException {
        events.publish(List.of(new Event.Custom("alice", "bus", null), new Event.Custom(MARKER, "bus", null)));
        marker.future().await(10, SECONDS);
        marker = Promise.promise();
    }

    private void receive(Event event) {
        if (event instanceof Event.Custom custom && custom.user().equals(MARKER)) {
            marker.tryComplete();
        } else {
            delivered.add(event);
        }
    }

    private String deploy() throws TimeoutException {
        var id = vertx.deployVerticle(new DispatcherVerticle(quick())).await(10, SECONDS);
        awaitListener();
        return id;
    }

    private static DispatcherConfig quick() {
        return new DispatcherConfig(
                List.of(uri()),
                RedisClientType.STANDALONE,
                "",
                Duration.ofMillis(1500),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                "",
                "x".repeat(32),
                Optional.empty());
    }

    private static String uri() {
        return "redis://127.0.0.1:" + port;
    }

    private void publish(String payload) throws TimeoutException {
        assertThat(send(Command.PUBLISH, Channel.CUSTOM.channel(), payload).toInteger())
                .isEqualTo(1);
    }

    private void publishMarker() throws TimeoutException {
        publish("{\"user\":\"" + MARKER + "\",\"message\":\"m\"}");
        marker.future().await(10, SECONDS);
    }

    private Response send(Command command, String... arguments) throws TimeoutException {
        var request = Request.cmd(command);
        List.of(arguments).forEach(request::arg);
        return redis.send(request).await(10, SECONDS);
    }

    private void awaitListener() throws TimeoutException {
        awaitListeners(1);
    }

    private void awaitListeners(int count) throws TimeoutException {
        pollListeners(count).await(10, SECONDS);
    }

    /** Redis tells nobody when a subscriber comes. */
    private Future<Void> pollListeners(int count) {
        return listeners()
                .compose(found -> found == count
                        ? Future.succeededFuture()
                        : vertx.timer(20, java.util.concurrent.TimeUnit.MILLISECONDS)
                                .compose(later -> pollListeners(count)));
    }

    private Future<Integer> listeners() {
        return redis.send(Request.cmd(Command.PUBSUB).arg("NUMSUB").arg(Channel.CUSTOM.channel()))
                .map(reply -> reply.type() == io.vertx.redis.client.ResponseType.MULTI && reply.size() == 2
                        ? reply.get(1).toInteger()
                        : reply.get(Channel.CUSTOM.channel()).toInteger());
    }
}
