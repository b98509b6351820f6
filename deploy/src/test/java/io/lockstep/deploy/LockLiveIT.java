package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks between people with real sockets on the whole stack: waiting, knocking, breaking, leaving, and a store that forgets. */
class LockLiveIT {
    private static final Lockstep STACK = Stack.shared();
    private static final int PORT = STACK.httpPort();

    private final String space = "test:locks-" + System.nanoTime();

    @BeforeEach
    void makeSpace() throws Exception {
        RestCalls.done(
                "admin",
                "PUT",
                "/spaces/" + space,
                "{\"members\":{\"user:alice\":\"editor\",\"user:bob\":\"editor\",\"user:carol\":\"viewer\"}}");
    }

    private JsonObject cell(String session) {
        return new JsonObject()
                .put("space", space)
                .put("document", "1")
                .put("field", "title")
                .put("session", session);
    }

    @CanIgnoreReturnValue
    private JsonObject acquired(Socket socket, JsonObject request) throws InterruptedException {
        var answer = socket.request("lockstep.lock.acquire", request);
        assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("rec");
        return answer.getJsonObject("body");
    }

    /** The answer's place in the line. */
    private int refused(Socket socket, JsonObject request) throws InterruptedException {
        var answer = socket.request("lockstep.lock.acquire", request);
        assertThat(answer.getInteger("failureCode")).as(answer.encode()).isEqualTo(423);
        return answer.getJsonObject("details")
                .getJsonObject("waiting", new JsonObject())
                .getInteger("position", 0);
    }

    /** Listens to what is for the user alone, and is sure to. */
    private Socket personal(String user) throws InterruptedException {
        var socket = Socket.bridge(PORT, user);
        socket.send(new JsonObject().put("type", "register").put("address", "user/" + user));
        socket.request("lockstep.space.list", new JsonObject());
        socket.register("space/" + space);
        return socket;
    }

    private static JsonObject event(Socket socket, String type) throws InterruptedException {
        var heard = socket.until(text -> text.contains("\"type\":\"" + type + "\""));
        return new JsonObject(heard.get(heard.size() - 1)).getJsonObject("body");
    }

    @Test
    void who_waits_first_has_the_lock_when_it_is_given_back_and_the_holder_heard_him_knock() throws Exception {
        try (var alice = personal("alice");
                var bob = personal("bob")) {
            // Given
            acquired(alice, cell("a"));
            assertThat(refused(bob, cell("b").put("queue", true))).isEqualTo(1);
            bob.request("lockstep.lock.knock", cell("b"));
            assertThat(event(alice, "knocked").getString("byDisplayName")).isEqualTo("Bob Okafor");
            // When
            alice.request("lockstep.lock.release", cell("a"));
            // Then
            assertThat(event(bob, "granted").getString("field")).isEqualTo("title");
            assertThat(acquired(bob, cell("b")).getBoolean("acquired")).isFalse();
            assertThat(refused(alice, cell("a"))).isZero();
        }
    }

    @Test
    void place_of_a_socket_that_closed_goes_to_the_next_at_once() throws Exception {
        try (var alice = personal("alice");
                var admin = personal("admin")) {
            // Given
            acquired(alice, cell("a"));
            try (var bob = personal("bob")) {
                assertThat(refused(bob, cell("b").put("queue", true))).isEqualTo(1);
                assertThat(refused(admin, cell("c").put("queue", true))).isEqualTo(2);
            }
            // When
            var patience = System.nanoTime() + SECONDS.toNanos(8);
            while (refused(admin, cell("c").put("queue", true)) == 2) {
                assertThat(System.nanoTime()).as("bob's place is kept").isLessThan(patience);
            }
            alice.request("lockstep.lock.release", cell("a"));
            // Then
            assertThat(event(admin, "granted").getString("space")).isEqualTo(space);
        }
    }

    @Test
    void session_keeps_its_lock_over_a_reconnection_and_from_another_tab() throws Exception {
        // Given
        try (var before = Socket.bridge(PORT, "alice")) {
            acquired(before, cell("tab").put("exclusive", "session"));
        }
        try (var again = Socket.bridge(PORT, "alice")) {
            // Then
            assertThat(refused(again, cell("other").put("exclusive", "session")))
                    .isZero();
            assertThat(acquired(again, cell("tab").put("exclusive", "session")).getBoolean("acquired"))
                    .isFalse();
        }
    }

    @Test
    void displaced_owner_and_viewers_are_told_who_broke_the_lock_and_why() throws Exception {
        try (var alice = personal("alice");
                var carol = Socket.bridge(PORT, "carol").register("space/" + space);
                var admin = Socket.bridge(PORT, "admin")) {
            // Given
            acquired(alice, cell("a"));
            // When
            admin.request("lockstep.lock.break", cell("x").put("reason", "on holiday"));
            // Then
            var seen = event(carol, "unlocked");
            assertThat(List.of(seen.getString("reason"), seen.getString("by"), seen.getString("note")))
                    .containsExactly("broken", "admin", "on holiday");
            assertThat(event(alice, "displaced").getString("note")).isEqualTo("on holiday");
            var audit = admin.request("lockstep.lock.audit", new JsonObject().put("space", space));
            assertThat(audit.getJsonObject("body")
                            .getJsonArray("entries")
                            .getJsonObject(0)
                            .getString("act"))
                    .isEqualTo("broken");
        }
    }

    @Test
    void lock_of_who_has_gone_ends_and_that_of_who_is_here_stays() throws Exception {
        try (var carol = Socket.bridge(PORT, "carol").register("space/" + space);
                var bob = Socket.bridge(PORT, "bob")) {
            // Given
            acquired(bob, cell("b").put("field", "status").put("releaseOnDisconnect", true));
            try (var alice = Socket.bridge(PORT, "alice")) {
                acquired(alice, cell("gone").put("exclusive", "session").put("releaseOnDisconnect", true));
            }
            // When
            var heard = carol.until(text -> text.contains("\"unlocked\""), 25);
            // Then
            var ended = new JsonObject(heard.get(heard.size() - 1)).getJsonObject("body");
            assertThat(ended.getString("user")).isEqualTo("alice");
            assertThat(ended.getString("reason")).isEqualTo("disconnected");
            assertThat(acquired(bob, cell("b").put("field", "status")).getBoolean("acquired"))
                    .isFalse();
        }
    }

    @Test
    void viewer_is_told_when_the_store_has_lost_the_locks_and_hears_what_follows() throws Exception {
        try (var alice = Socket.bridge(PORT, "alice");
                var carol = Socket.bridge(PORT, "carol").register("space/" + space)) {
            // Given
            acquired(alice, cell("a"));
            event(carol, "locked");
            // When
            forgetLocks();
            // Then
            assertThat(event(carol, "snapshot").getJsonArray("locks")).isEmpty();
            acquired(alice, cell("a").put("field", "status"));
            carol.until(text -> text.contains("\"status\""));
        }
    }

    /** As a Redis that restarted empty, for this space only. */
    private void forgetLocks() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var redis = Redis.createClient(vertx, STACK.redisUri().orElseThrow());
            var keys = redis.send(Request.cmd(Command.KEYS).arg("*{" + space + "}*"))
                    .await(10, SECONDS);
            assertThat(keys).isNotEmpty();
            var delete = Request.cmd(Command.DEL);
            keys.forEach(key -> delete.arg(key.toString()));
            assertThat(redis.send(delete).await(10, SECONDS).toInteger()).isPositive();
        } finally {
            vertx.close().await(10, SECONDS);
        }
    }
}
