package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running server whose Redis dies, stands still or cannot be reached while people lock and write: afterwards their own
 * notes and the feed are checked. {@code -Dseed=} repeats what the people choose to do.
 *
 * <p>Locks die with a Redis that keeps nothing on disk, so two may believe to hold one; but who has the later fence and has
 * written cannot be overwritten by the other.
 */
final class LockOutageIT {
    /** The time limit of a request to the locks on the bus, 2 s, and a margin for HTTP on a busy machine. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(3);

    private static final Duration HEALED_WITHIN = Duration.ofSeconds(5);
    private static final Duration WORK_BEFORE = Duration.ofSeconds(1);
    private static ProxiedServer server;

    @FunctionalInterface
    private interface Deed {
        void run() throws Exception;
    }

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        server = ProxiedServer.start(
                directory, List.of("test:killed", "test:paused", "test:stalled", "test:deaf", "test:forgotten"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void redis_is_killed_and_started_empty_twice() throws Exception {
        var redis = server.redis();
        // When
        var record = outage("test:killed", redis::restartEmpty, Duration.ofSeconds(2), redis::restartEmpty);
        // Then
        assertPromisesKept(record);
    }

    @Test
    void redis_stands_still_for_five_seconds() throws Exception {
        var redis = server.redis();
        // When
        var record = outage("test:paused", redis::pause, Duration.ofSeconds(5), redis::resume);
        // Then
        assertPromisesKept(record);
        assertThat(record.refusals(503)).isPositive();
    }

    @Test
    void connections_are_silent_for_five_seconds() throws Exception {
        var proxy = server.proxy();
        // When
        var record = outage("test:stalled", proxy::stall, Duration.ofSeconds(5), proxy::heal);
        // Then
        assertPromisesKept(record);
        assertThat(record.refusals(503)).isPositive();
    }

    @Test
    void redis_carries_out_what_it_is_asked_and_its_answers_are_lost() throws Exception {
        var proxy = server.proxy();
        // When
        var record = outage("test:deaf", proxy::stallAnswers, Duration.ofSeconds(2), proxy::heal);
        // Then
        assertPromisesKept(record);
        assertThat(record.refusals(503)).isPositive();
    }

    /** People at work for some time before, during and after. */
    private static LockRecord outage(String space, Deed begin, Duration lasting, Deed end) throws Exception {
        var seed = Long.getLong("seed", System.nanoTime());
        System.out.println("LockOutageIT: replay the choices in " + space + " with -Dseed=" + seed);
        var before = server.feed(space).size();
        try (var workload = LockWorkload.start(server.port(), space, ProxiedServer.USERS, seed)) {
            workload.goOn(WORK_BEFORE);
            begin.run();
            workload.goOn(lasting);
            end.run();
            var endedNanos = System.nanoTime();
            workload.goOn(HEALED_WITHIN.plus(WORK_BEFORE));
            var answers = workload.end();
            var feed = server.feed(space);
            var record = new LockRecord(answers, feed.subList(before, feed.size()), endedNanos);
            System.out.println("LockOutageIT: " + space + ": " + record.summary());
            return record;
        }
    }

    private static void assertPromisesKept(LockRecord record) {
        assertThat(record.sharedFences()).isEmpty();
        assertThat(record.staleChanges()).isEmpty();
        assertThat(record.lostWrites()).isEmpty();
        assertThat(record.unacknowledgedChanges()).isEmpty();
        assertThat(record.otherFailures()).isEmpty();
        assertThat(record.slowest()).isLessThan(ANSWERED_WITHIN);
        assertThat(record.healedAfter())
                .hasValueSatisfying(after -> assertThat(after).isLessThan(HEALED_WITHIN));
        assertThat(record.lastUnavailableAfter()).isLessThan(HEALED_WITHIN);
    }

    @Test
    void holder_whose_lock_died_with_redis_writes_only_until_the_next_one_has_written() throws Exception {
        // Given
        var document = "/api/v1/spaces/test:forgotten/documents/1";
        var lock = document + "/locks/title";
        var first = fence(server.call("PUT", lock, "user1", new JsonObject()));
        server.redis().restartEmpty();
        // When
        var unnoticed = whenBack(() -> server.call("PATCH", document, "user1", write("unnoticed", first)));
        var second = fence(whenBack(() -> server.call("PUT", lock, "user2", new JsonObject())));
        var next = server.call("PATCH", document, "user2", write("next", second));
        var released = server.call("DELETE", lock, "user2", new JsonObject());
        var stale = server.call("PATCH", document, "user1", write("stale", first));
        // Then
        assertThat(unnoticed.statusCode()).as(unnoticed.body()).isEqualTo(200);
        assertThat(second).isGreaterThan(first);
        assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
        assertThat(released.statusCode()).as(released.body()).isEqualTo(204);
        assertThat(stale.statusCode()).as(stale.body()).isEqualTo(423);
    }

    private static JsonObject write(String value, long fence) {
        return new JsonObject()
                .put("fields", new JsonObject().put("title", value))
                .put("fence", fence);
    }

    private static long fence(HttpResponse<String> taken) {
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        return new JsonObject(taken.body()).getLong("fence");
    }

    @FunctionalInterface
    private interface Request {
        HttpResponse<String> send() throws Exception;
    }

    /** The first answer that does not say that something is away. */
    private static HttpResponse<String> whenBack(Request request) throws Exception {
        var giveUp = System.nanoTime() + HEALED_WITHIN.toNanos();
        var answer = request.send();
        while (answer.statusCode() == 503 && System.nanoTime() < giveUp) {
            answer = request.send();
        }
        return answer;
    }
}
