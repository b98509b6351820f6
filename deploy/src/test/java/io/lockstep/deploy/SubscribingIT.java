package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a socket may ask for when it begins to listen: selections, many topics at once; and what operators see of it. */
class SubscribingIT {
    private static final int PORT = Stack.shared().httpPort();

    private final Rest admin = new Rest(PORT, "admin");

    private String space() throws Exception {
        var space = "test:subscribing-" + System.nanoTime();
        var members = new JsonObject().put("user:alice", "editor").put("user:bob", "viewer");
        assertThat(admin.send("PUT", "/api/v1/spaces/" + space, new JsonObject().put("members", members))
                        .statusCode())
                .isEqualTo(200);
        return space;
    }

    /** Writes the state of a document; the cursor after it. */
    private void write(String space, String document, String state) throws Exception {
        var answer = admin.send(
                "PUT",
                "/api/v1/spaces/" + space + "/documents/" + document,
                new JsonObject().put("fields", new JsonObject().put("state", state)));
        assertThat(answer.statusCode()).isBetween(200, 201);
    }

    private String cursor(String space) throws Exception {
        return new JsonObject(admin.send("GET", "/api/v1/spaces/" + space, new JsonObject())
                        .body())
                .getString("cursor");
    }

    private static List<String> changes(List<String> texts) {
        return texts.stream()
                .map(text -> new JsonObject(text).getJsonObject("body", new JsonObject()))
                .filter(body -> "changed".equals(body.getString("type")))
                .map(body -> body.getString("verb") + " " + body.getString("document"))
                .toList();
    }

    @Test
    void selection_gives_what_is_in_it_and_what_leaves_it() throws Exception {
        // Given
        var space = space();
        var since = cursor(space);
        write(space, "missed", "new");
        write(space, "other", "done");
        try (var bob = Socket.bridge(PORT, "bob")) {
            // When
            bob.send(new JsonObject()
                    .put("type", "register")
                    .put("address", "space/" + space)
                    .put(
                            "headers",
                            new JsonObject()
                                    .put("cursor", since)
                                    .put("selector", new JsonObject().put("state", "new"))));
            bob.until(text -> text.contains("\"missed\""));
            write(space, "a", "new");
            write(space, "b", "done");
            write(space, "a", "done");
            write(space, "end", "new");
            // Then
            assertThat(changes(bob.until(text -> text.contains("\"end\""))))
                    .containsExactly("created a", "left a", "created end");
        }
    }

    @Test
    void selector_that_is_none_is_refused_to_the_address() throws Exception {
        try (var bob = Socket.bridge(PORT, "bob")) {
            for (var selector : List.of(new JsonObject().put("$near", 1), "state")) {
                bob.send(new JsonObject()
                        .put("type", "register")
                        .put("address", "space/metavox:103")
                        .put("headers", new JsonObject().put("selector", selector)));
                var refused = new JsonObject(
                        bob.until(text -> text.contains("\"err\"")).get(0));
                assertThat(refused.getString("address")).isEqualTo("space/metavox:103");
                assertThat(refused.getInteger("failureCode")).isEqualTo(400);
            }
        }
    }

    @Test
    void many_topics_are_listened_to_with_one_message_each_from_its_cursor() throws Exception {
        // Given
        var one = space();
        var two = space();
        var ofOne = cursor(one);
        var ofTwo = cursor(two);
        write(one, "missed-one", "x");
        write(two, "missed-two", "x");
        try (var bob = Socket.bridge(PORT, "bob")) {
            // When
            var reply = bob.request(
                    "lockstep.subscribe",
                    new JsonObject()
                            .put(
                                    "topics",
                                    new JsonArray()
                                            .add(new JsonObject()
                                                    .put("topic", "space/" + one)
                                                    .put("cursor", ofOne))
                                            .add(new JsonObject().put("topic", "space/test:absent"))
                                            .add(new JsonObject()
                                                    .put("topic", "space/" + two)
                                                    .put("cursor", ofTwo))
                                            .add(new JsonObject().put("topic", "user/bob"))));
            // Then
            var topics = reply.getJsonObject("body").getJsonArray("topics");
            assertThat(topics.stream().map(topic -> ((JsonObject) topic).getInteger("failureCode", 0)))
                    .containsExactly(0, 403, 0, 0);
            write(one, "live-one", "x");
            bob.until(text -> text.contains("\"live-one\""));
            write(two, "live-two", "x");
            assertThat(changes(bob.until(text -> text.contains("\"live-two\""))))
                    .containsExactly("created live-two");
        }
    }

    @Test
    void request_for_topics_that_is_not_as_it_should_be_is_answered() throws Exception {
        try (var bob = Socket.bridge(PORT, "bob")) {
            for (var body : List.of(
                    new JsonObject(),
                    new JsonObject().put("topics", new JsonArray()),
                    new JsonObject().put("topics", new JsonArray().add(7)),
                    new JsonObject().put("topics", new JsonArray().add(new JsonObject().put("cursor", "x"))))) {
                assertThat(bob.request("lockstep.subscribe", body).getInteger("failureCode"))
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void operators_see_sessions_deliveries_and_how_late_they_are() throws Exception {
        // Given
        var space = space();
        try (var bob = Socket.bridge(PORT, "bob").register("space/" + space)) {
            // When
            write(space, "a", "new");
            bob.until(text -> text.contains("\"changed\""));
            // Then
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + Stack.shared().managementPort() + "/metrics"))
                    .build();
            var metrics = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            assertThat(metrics)
                    .containsPattern("lockstep_sessions\\{loop=\"\\d+\"} [1-9]")
                    .containsPattern("lockstep_delivered_total [1-9]")
                    .containsPattern("lockstep_event_to_socket_seconds_bucket\\{le=\"0.005\"}")
                    .containsPattern("lockstep_event_to_socket_seconds_count [1-9]")
                    .containsPattern("lockstep_loop_lag_seconds_count\\{loop=\"\\d+\"} [1-9]")
                    .contains("lockstep_subscriptions{")
                    .containsPattern("lockstep_bus_messages_total [1-9]")
                    .containsPattern("lockstep_bus_events_total\\{wanted=\"true\"} [1-9]")
                    .contains("lockstep_bus_events_total{wanted=\"false\"} ")
                    .containsPattern("lockstep_bus_shards [1-9]")
                    .contains("lockstep_merged_total ")
                    .contains("lockstep_resyncs_total{reason=\"slow\"} ")
                    .contains("lockstep_closes_total{cause=\"slow_client\"} ");
        }
    }
}
