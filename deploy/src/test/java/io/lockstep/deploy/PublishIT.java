package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Bus;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Other services publish over REST, Redis and the bus: who may hear it hears it, in the order of the publisher. */
class PublishIT {
    private static final Lockstep SERVER = Stack.shared();
    private static final int PORT = SERVER.httpPort();
    private static final String FOLDER = "metavox:103";

    /** One way to publish the numbers from one to another, in order. */
    @FunctionalInterface
    private interface Publisher {
        void publish(String space, int from, int to) throws Exception;
    }

    @Test
    void thousand_events_of_one_publisher_keep_their_order_over_rest() throws Exception {
        assertOrder(PublishIT::overRest);
    }

    @Test
    void thousand_events_of_one_publisher_keep_their_order_over_redis() throws Exception {
        assertOrder(PublishIT::overRedis);
    }

    @Test
    void thousand_events_of_one_publisher_keep_their_order_over_the_bus() throws Exception {
        assertOrder((space, from, to) -> {
            var events = new Events(new Bus(SERVER.vertx()));
            for (int i = from; i < to; i++) {
                events.publish(List.of(new Event.CustomInSpace(space, null, "n", i, null, null)));
            }
        });
    }

    @Test
    void event_for_a_document_is_heard_there_and_in_its_space_and_on_the_push_socket() throws Exception {
        try (var space = Socket.bridge(PORT, "bob").register("space/" + FOLDER);
                var document = Socket.bridge(PORT, "bob").register("document/" + FOLDER + "/456");
                var other = Socket.bridge(PORT, "bob").register("document/" + FOLDER + "/457");
                var push = Socket.push(PORT, "bob")) {
            // When
            var body = new JsonObject().put("b", 1).put("a", System.nanoTime());
            send("alice", event(FOLDER, "moved", body).put("document", "456"));
            send("alice", event(FOLDER, "marker", body).put("document", "457"));
            // Then
            var told = new JsonObject()
                    .put("type", "custom")
                    .put("space", FOLDER)
                    .put("document", "456")
                    .put("message", "moved")
                    .put("body", body)
                    .put("by", "alice");
            assertThat(customs(space.until(text -> text.contains("marker"))).get(0))
                    .isEqualTo(told);
            send("alice", event(FOLDER, "marker", body).put("document", "456"));
            assertThat(customs(document.until(text -> text.contains("marker"))).get(0))
                    .isEqualTo(told);
            assertThat(other.until(text -> text.contains("marker"))).noneMatch(text -> text.contains("\"moved\""));
            push.until(text -> text.equals("moved {\"a\":" + body.getLong("a") + ",\"b\":1}"));
        }
    }

    @Test
    void event_for_a_user_is_heard_by_him_alone() throws Exception {
        try (var alice = Socket.bridge(PORT, "alice").register("space/" + FOLDER);
                var own = Socket.bridge(PORT, "bob");
                var push = Socket.push(PORT, "bob")) {
            own.send(new JsonObject().put("type", "register").put("address", "user/bob"));
            own.request("lockstep.space.list", new JsonObject());
            // When
            var message = "for-bob-" + System.nanoTime();
            send("admin", new JsonObject().put("user", "bob").put("message", message));
            send("alice", event(FOLDER, "marker", message));
            // Then
            own.until(text -> text.contains("\"message\":\"" + message));
            push.until(text -> text.equals(message));
            assertThat(alice.until(text -> text.contains("marker")))
                    .noneMatch(text -> text.contains("\"message\":\"" + message));
        }
    }

    @Test
    void removed_member_hears_nothing_that_is_published_after() throws Exception {
        var space = space();
        for (int round = 0; round < 20; round++) {
            done("PUT", "/api/v1/spaces/" + space + "/members/user:bob", new JsonObject().put("role", "viewer"));
            try (var bob = Socket.bridge(PORT, "bob").register("space/" + space);
                    var alice = Socket.bridge(PORT, "alice").register("space/" + space)) {
                // When
                done("DELETE", "/api/v1/spaces/" + space + "/members/user:bob", new JsonObject());
                send("alice", event(space, "secret", round));
                // Then
                alice.until(text -> text.contains("secret"));
                assertThat(bob.until(text -> text.contains("access_denied")))
                        .noneMatch(text -> text.contains("secret"));
                bob.send("{\"type\":\"nonsense\",\"address\":\"marker\"}");
                assertThat(bob.until(text -> text.contains("invalid_type"))).hasSize(1);
            }
        }
    }

    @Test
    void all_or_none_of_the_events_go_out() throws Exception {
        try (var bob = Socket.bridge(PORT, "bob").register("space/" + FOLDER)) {
            var events = new JsonArray().add(event(FOLDER, "half", 1)).add(event("test:nothing", "half", 2));
            var answer = new Rest(PORT, "alice").send("POST", "/api/v1/events", new JsonObject().put("events", events));
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(new JsonObject(answer.body()).getString("detail")).startsWith("events[1].space: there is no");
            send("alice", event(FOLDER, "marker", 3));
            assertThat(bob.until(text -> text.contains("marker"))).noneMatch(text -> text.contains("half"));
        }
    }

    private static void assertOrder(Publisher publisher) throws Exception {
        // Given
        var space = space();
        try (var bob = Socket.bridge(PORT, "bob").register("space/" + space)) {
            // When
            publisher.publish(space, 0, 1000);
            // Then
            var numbers = new ArrayList<Object>();
            bob.until(text -> {
                customs(List.of(text)).forEach(custom -> numbers.add(custom.getValue("body")));
                return numbers.size() == 1000;
            });
            assertThat(numbers).isEqualTo(IntStream.range(0, 1000).boxed().toList());
        }
    }

    private static void overRest(String space, int from, int to) throws Exception {
        for (int i = from; i < to; i += 20) {
            send(
                    "alice",
                    IntStream.range(i, i + 20)
                            .mapToObj(number -> event(space, "n", number))
                            .toArray(JsonObject[]::new));
        }
    }

    private static void overRedis(String space, int from, int to) throws Exception {
        var redis = Redis.createClient(SERVER.vertx(), SERVER.redisUri().orElseThrow());
        var connection = redis.connect().await(10, SECONDS);
        for (int i = from; i < to; i++) {
            var event = event(space, "n", i);
            var payload =
                    i % 2 == 0 ? event.encode() : new JsonArray().add(event).encode();
            var heard = connection
                    .send(Request.cmd(Command.PUBLISH).arg("lockstep_event").arg(payload))
                    .await(10, SECONDS);
            assertThat(heard.toInteger()).isEqualTo(1);
        }
        redis.close().await(10, SECONDS);
    }

    private static JsonObject event(String space, String message, Object body) {
        return new JsonObject().put("space", space).put("message", message).put("body", body);
    }

    private static List<JsonObject> customs(List<String> texts) {
        return texts.stream()
                .map(text -> new JsonObject(text).getJsonObject("body"))
                .filter(body -> "custom".equals(body.getString("type")))
                .toList();
    }

    private static void send(String user, JsonObject... events) throws Exception {
        var answer = new Rest(PORT, user)
                .send("POST", "/api/v1/events", new JsonObject().put("events", new JsonArray(List.of(events))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(new JsonObject(answer.body()).getInteger("accepted")).isEqualTo(events.length);
    }

    private static String space() throws Exception {
        var space = "test:publish-" + System.nanoTime();
        var members = new JsonObject().put("user:alice", "editor").put("user:bob", "viewer");
        done("PUT", "/api/v1/spaces/" + space, new JsonObject().put("members", members));
        return space;
    }

    private static void done(String method, String path, JsonObject body) throws Exception {
        var answer = new Rest(PORT, "admin").send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }
}
