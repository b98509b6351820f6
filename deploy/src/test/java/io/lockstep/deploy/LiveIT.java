package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Two people, real sockets, the whole stack: what one does the other sees, whichever wire each of them speaks. */
class LiveIT {
    private static final String SPACE = "metavox:103";
    private static final int PORT = Stack.shared().httpPort();

    private static JsonObject fields(String name, Object value) {
        return new JsonObject().put("fields", new JsonObject().put(name, value));
    }

    private static String document(String id) {
        return "/api/v1/spaces/" + SPACE + "/documents/" + id;
    }

    @Test
    void rest_write_reaches_the_bridge_and_the_push_socket() throws Exception {
        try (var bridge = Socket.bridge(PORT, "bob").register("space/" + SPACE);
                var push = Socket.push(PORT, "bob")) {
            // When
            var title = "Plan " + System.nanoTime();
            var answer = new Rest(PORT, "alice").send("PATCH", document("456"), fields("doc_title", title));
            // Then
            assertThat(answer.statusCode()).isEqualTo(200);
            var seq = new JsonObject(answer.body()).getLong("seq");
            var received = bridge.until(text -> text.contains(title));
            var body = new JsonObject(received.get(received.size() - 1)).getJsonObject("body");
            assertThat(body.getString("type")).isEqualTo("changed");
            assertThat(body.getLong("seq")).isEqualTo(seq);
            assertThat(body.getJsonObject("patch")).isEqualTo(new JsonObject().put("doc_title", title));
            assertThat(body.containsKey("accessVersion")).isFalse();
            var pushed = push.until(text -> text.contains(title));
            assertThat(pushed.get(pushed.size() - 1))
                    .isEqualTo("metavox_metadata_changed {\"fieldName\":\"doc_title\",\"fileId\":456,\"gfId\":103,"
                            + "\"value\":\"" + title + "\"}");
        }
    }

    @Test
    void metavox_write_reaches_the_bridge() throws Exception {
        try (var bridge = Socket.bridge(PORT, "bob").register("space/" + SPACE)) {
            // When
            var title = "Plan " + System.nanoTime();
            var answer = new Rest(PORT, "alice")
                    .send(
                            "POST",
                            "/apps/metavox/api/groupfolders/103/files/456/metadata",
                            new JsonObject().put("metadata", new JsonObject().put("doc_title", title)));
            // Then
            assertThat(answer.body()).isEqualTo("{\"success\":true}");
            bridge.until(text -> text.contains(title));
        }
    }

    @Test
    void lock_taken_over_the_bridge_is_seen_and_respected_by_every_wire() throws Exception {
        try (var alice = Socket.bridge(PORT, "alice");
                var bob = Socket.bridge(PORT, "bob").register("space/" + SPACE);
                var push = Socket.push(PORT, "bob")) {
            // Given
            var cell =
                    new JsonObject().put("space", SPACE).put("document", "457").put("field", "doc_title");
            // When
            var taken = alice.request("lockstep.lock.acquire", cell);
            // Then
            assertThat(taken.getString("type")).isEqualTo("rec");
            assertThat(taken.getJsonObject("body").getString("displayName")).isEqualTo("Alice Meyer");
            bob.until(text -> text.contains("\"locked\"") && text.contains("\"457\""));
            push.until(text -> text.startsWith("metavox_cell_locked") && text.contains("\"userId\":\"alice\""));
            assertThat(new Rest(PORT, "bob")
                            .send("PATCH", document("457"), fields("doc_title", "mine"))
                            .statusCode())
                    .isEqualTo(423);
            var refused = bob.request("lockstep.lock.acquire", cell);
            assertThat(refused.getString("type")).isEqualTo("err");
            assertThat(refused.getInteger("failureCode")).isEqualTo(423);
            assertThat(refused.getJsonObject("details").getJsonObject("lock").getString("owner"))
                    .isEqualTo("alice");
            // When
            alice.request("lockstep.lock.release", cell);
            // Then
            bob.until(text -> text.contains("\"unlocked\"") && text.contains("\"released\""));
        }
    }

    @Test
    void push_socket_may_show_who_it_is_with_its_upgrade() throws Exception {
        try (var carol = Socket.pushWithHeader(PORT, "carol")) {
            // Then
            carol.until(text -> text.equals("authenticated"));
            // When
            var title = "Plan " + System.nanoTime();
            new Rest(PORT, "alice").send("PATCH", document("456"), fields("doc_title", title));
            // Then
            carol.until(text -> text.startsWith("metavox_metadata_changed") && text.contains(title));
        }
        assertThatThrownBy(() -> Socket.pushWithHeader(PORT, "nobody"))
                .hasRootCauseMessage("Unexpected HTTP response status code 401");
    }

    @Test
    void client_cannot_choose_who_he_is() throws Exception {
        try (var bob = Socket.bridge(PORT, "bob")) {
            var answer = bob.request(
                    "lockstep.metadata.write",
                    new JsonObject()
                            .put("actor", new JsonObject().put("user", "admin"))
                            .put("space", SPACE)
                            .put("document", "310")
                            .put("mode", "merge")
                            .put("fields", new JsonObject().put("doc_title", "by bob " + System.nanoTime())));
            assertThat(answer.getString("type")).isEqualTo("rec");
            var read = bob.request(
                    "lockstep.metadata.read",
                    new JsonObject().put("space", SPACE).put("document", "310"));
            assertThat(read.getJsonObject("body").getString("updatedBy")).isEqualTo("bob");
        }
    }

    @Test
    void operation_that_is_not_for_clients_is_refused() throws Exception {
        try (var bob = Socket.bridge(PORT, "bob")) {
            var answer = bob.request("lockstep.account.put", new JsonObject().put("user", "eve"));
            assertThat(answer.getInteger("failureCode")).isEqualTo(403);
        }
    }

    @Test
    void thousand_writes_by_eight_writers_arrive_in_order_without_gap_or_repeat() throws Exception {
        // Given
        var space = "test:order-" + System.nanoTime();
        var admin = new Rest(PORT, "admin");
        assertThat(admin.send(
                                "PUT",
                                "/api/v1/spaces/" + space,
                                new JsonObject()
                                        .put("title", "Order")
                                        .put(
                                                "members",
                                                new JsonObject()
                                                        .put("user:alice", "editor")
                                                        .put("user:bob", "viewer")))
                        .statusCode())
                .isEqualTo(200);
        try (var viewer = Socket.bridge(PORT, "bob").register("space/" + space)) {
            // When
            var writers = IntStream.range(0, 8)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < 125; i++) {
                            var answer = new Rest(PORT, "alice")
                                    .sendAsync(
                                            "PUT", "/api/v1/spaces/" + space + "/documents/" + writer, fields("n", i))
                                    .join();
                            assertThat(answer.statusCode()).isEqualTo(i == 0 ? 201 : 200);
                        }
                    }))
                    .toList();
            CompletableFuture.allOf(writers.toArray(new CompletableFuture<?>[0]))
                    .get(120, SECONDS);
            // Then
            var seqs = new ArrayList<Long>();
            viewer.until(
                    text -> {
                        var body = new JsonObject(text).getJsonObject("body");
                        if (body.getString("type").equals("changed")) {
                            seqs.add(body.getLong("seq"));
                        }
                        return seqs.size() == 1000;
                    },
                    30);
            assertThat(seqs).isEqualTo(LongStream.rangeClosed(1, 1000).boxed().toList());
        }
    }

    @Test
    void revoked_member_hears_nothing_that_is_written_after() throws Exception {
        // Given
        var space = "test:revoke-" + System.nanoTime();
        var admin = new Rest(PORT, "admin");
        admin.send(
                "PUT",
                "/api/v1/spaces/" + space,
                new JsonObject()
                        .put("title", "Revoke")
                        .put(
                                "members",
                                new JsonObject().put("user:bob", "viewer").put("user:alice", "viewer")));
        try (var bob = Socket.bridge(PORT, "bob").register("space/" + space);
                var alice = Socket.bridge(PORT, "alice").register("space/" + space)) {
            // When
            admin.send("DELETE", "/api/v1/spaces/" + space + "/members/user:bob", new JsonObject());
            admin.send("PUT", "/api/v1/spaces/" + space + "/documents/1", fields("secret", "x"));
            alice.until(text -> text.contains("secret"));
            // Then
            var heard = bob.until(text -> text.contains("access_denied"));
            assertThat(String.join("", heard)).doesNotContain("secret");
            bob.send("{\"type\":\"nonsense\",\"address\":\"marker\"}");
            assertThat(bob.until(text -> text.contains("invalid_type"))).hasSize(1);
        }
    }

    @Test
    void viewer_of_nothing_is_refused_and_told_so() throws Exception {
        try (var carol = Socket.bridge(PORT, "carol")) {
            carol.send(new JsonObject().put("type", "register").put("address", "space/test:nothing"));
            var told = carol.until(text -> text.contains("access_denied"));
            assertThat(new JsonObject(told.get(0)).getString("address")).isEqualTo("space/test:nothing");
            carol.send(new JsonObject().put("type", "register").put("address", "user/alice"));
            carol.until(text -> text.contains("access_denied") && text.contains("user/alice"));
        }
    }

    @Test
    void what_breaks_the_protocol_is_answered_and_the_socket_lives_on() throws Exception {
        try (var bob = Socket.bridge(PORT, "bob")) {
            for (var broken :
                    List.of("{", "[]", "{}", "{\"type\":\"register\"}", "{\"type\":\"x\",\"address\":\"y\"}")) {
                bob.send(broken);
                bob.until(text -> text.contains("\"err\""));
            }
            bob.register("space/" + SPACE);
        }
    }
}
