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

/** Tokens for one login while the Redis that keeps them stands still. */
final class PreAuthOutageIT {
    private static final String PRE_AUTH = "/index.php/apps/notify_push/pre_auth";
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(2);
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(5);
    private static ProxiedServer server;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        server = ProxiedServer.start(directory, List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static HttpResponse<String> ask() throws Exception {
        return server.call("POST", PRE_AUTH, "user1", new JsonObject());
    }

    @Test
    void who_asks_while_redis_stands_still_is_refused_within_two_seconds_and_served_when_it_goes_on() throws Exception {
        // Given
        assertThat(ask().statusCode()).isEqualTo(200);
        server.redis().pause();

        // When
        var began = System.nanoTime();
        var refused = ask();
        var took = Duration.ofNanos(System.nanoTime() - began);
        server.redis().resume();

        // Then
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(new JsonObject(refused.body()).getString("message")).contains("Redis does not answer");
        assertThat(took).isLessThan(REFUSED_WITHIN);
        assertServedAgain();
    }

    private static void assertServedAgain() throws Exception {
        var giveUp = System.nanoTime() + HEALED_WITHIN.toNanos();
        var answer = ask();
        while (answer.statusCode() == 503 && System.nanoTime() < giveUp) {
            answer = ask();
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
