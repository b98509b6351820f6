package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A holder of a lock whose process stands still for longer than its lock lasts, and goes on as if nothing had happened:
 * what it has to write is given to it while it stands still, so it is the first thing that it does.
 */
final class StaleHolderIT {
    private static final Path CLIENTS = Path.of("src/test/clients");
    private static final String NOT_INSTALLED =
            "Browser client test skipped: run 'npm ci' in deploy/" + CLIENTS + " (needs Node) to have it run";
    private static final String FIELD = "title";
    private static final long TTL_MILLIS = 2_000;

    private final int port = Stack.shared().httpPort();
    private final String space = "test:stale-" + System.nanoTime();
    private final String document = "/api/v1/spaces/" + space + "/documents/1";
    private final Rest bob = new Rest(port, "bob");

    @BeforeEach
    void createDocument() throws Exception {
        var members = new JsonObject().put("user:alice", "editor").put("user:bob", "editor");
        var admin = new Rest(port, "admin");
        done(
                admin,
                "PUT",
                "/api/v1/spaces/" + space,
                new JsonObject().put("title", "Stale").put("members", members));
        done(admin, "PUT", document, fields("start"));
    }

    @Test
    void stale_holder_cannot_write_with_its_fence_even_when_nobody_holds_the_lock_any_more() throws Exception {
        try (var alice = fencedClient();
                var watch = Socket.bridge(port, "bob").register("space/" + space)) {
            // Given
            var held = new JsonObject(alice.hear("\"status\":200")).getJsonObject("body");
            alice.pause();
            alice.say("fenced stale");
            awaitExpiry(watch);
            var next = lockAsBob();
            done(bob, "PATCH", document, fields("by bob").put("fence", next.getLong("fence")));
            done(bob, "DELETE", document + "/locks/" + FIELD, new JsonObject());
            // When
            alice.resume();
            // Then
            var answer = new JsonObject(alice.hear("\"status\""));
            assertThat(answer.getInteger("status")).as(answer.encode()).isEqualTo(423);
            assertThat(answer.getJsonObject("body").getString("detail")).contains("has passed to somebody else");
            assertThat(next.getLong("fence")).isGreaterThan(held.getLong("fence"));
            assertThat(written()).containsExactly("start", "by bob");
        }
    }

    @Test
    void stale_holder_that_forgets_its_fence_is_refused_while_the_next_one_holds_the_lock() throws Exception {
        try (var alice = fencedClient();
                var watch = Socket.bridge(port, "bob").register("space/" + space)) {
            // Given
            alice.hear("\"status\":200");
            alice.pause();
            alice.say("bare stale");
            awaitExpiry(watch);
            done(
                    bob,
                    "PATCH",
                    document,
                    fields("by bob").put("fence", lockAsBob().getLong("fence")));
            // When
            alice.resume();
            // Then
            var answer = new JsonObject(alice.hear("\"status\""));
            assertThat(answer.getInteger("status")).as(answer.encode()).isEqualTo(423);
            assertThat(answer.getJsonObject("body").getJsonObject("lock").getString("owner"))
                    .isEqualTo("bob");
            assertThat(written()).containsExactly("start", "by bob");
        }
    }

    @Test
    void browser_client_that_renews_knows_that_it_lost_the_lock_before_it_writes_anything() throws Exception {
        var isRequired = "true".equals(System.getenv("LOCKSTEP_REQUIRE_BROWSER"));
        assumeTrue(isRequired || Files.isDirectory(CLIENTS.resolve("node_modules")), NOT_INSTALLED);
        try (var alice = browserClient();
                var watch = Socket.bridge(port, "bob").register("space/" + space)) {
            // Given
            alice.hear("holds");
            awaitRenewal();
            alice.say("in time");
            alice.hear("wrote in time");
            alice.pause();
            alice.say("stale");
            awaitExpiry(watch);
            done(
                    bob,
                    "PATCH",
                    document,
                    fields("by bob").put("fence", lockAsBob().getLong("fence")));
            done(bob, "DELETE", document + "/locks/" + FIELD, new JsonObject());
            // When
            alice.resume();
            // Then
            var told = List.of(alice.hear(), alice.hear());
            assertThat(told).anyMatch(line -> line.startsWith("lost: ")).contains("kept stale to itself");
            alice.say("marker");
            assertThat(alice.hear()).isEqualTo("kept marker to itself");
            assertThat(written()).containsExactly("start", "in time", "by bob");
        }
    }

    private PausableProcess fencedClient() throws Exception {
        return PausableProcess.start(Path.of("."), FencedClient.command(port, "alice", document, FIELD, TTL_MILLIS));
    }

    private PausableProcess browserClient() throws Exception {
        var token = done(new Rest(port, "alice"), "POST", "/api/v1/token", new JsonObject())
                .getString("token");
        return PausableProcess.start(
                CLIENTS,
                List.of(
                        "node",
                        "held-lock.mjs",
                        "http://127.0.0.1:" + port,
                        token,
                        space,
                        "1",
                        FIELD,
                        String.valueOf(TTL_MILLIS)));
    }

    private static void awaitExpiry(Socket watch) throws InterruptedException {
        watch.until(text -> text.contains("\"unlocked\"") && text.contains("\"expired\""));
    }

    /** Until the one lock that stands ends later than when it was first looked at. */
    private void awaitRenewal() throws Exception {
        var first = expiresAt();
        while (expiresAt().equals(first)) {
            Thread.onSpinWait();
        }
    }

    private String expiresAt() throws Exception {
        return done(bob, "GET", "/api/v1/spaces/" + space + "/locks", new JsonObject())
                .getJsonArray("locks")
                .getJsonObject(0)
                .getString("expiresAt");
    }

    private JsonObject lockAsBob() throws Exception {
        return done(bob, "PUT", document + "/locks/" + FIELD, new JsonObject());
    }

    private static JsonObject fields(String value) {
        return new JsonObject().put("fields", new JsonObject().put(FIELD, value));
    }

    /** All that was ever written, in the order of the feed. */
    private Stream<String> written() throws Exception {
        return done(bob, "GET", "/api/v1/spaces/" + space + "/changes", new JsonObject())
                .getJsonArray("changes")
                .stream()
                .map(change -> ((JsonObject) change).getJsonObject("patch").getString(FIELD));
    }

    private static JsonObject done(Rest user, String method, String path, JsonObject body) throws Exception {
        var answer = user.send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }
}
