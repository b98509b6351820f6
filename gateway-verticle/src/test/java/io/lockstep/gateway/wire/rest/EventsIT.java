package io.lockstep.gateway.wire.rest;

import static io.lockstep.gateway.wire.rest.FakeFeed.SPACE;
import static io.lockstep.gateway.wire.rest.FakeFeed.cursor;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Bus;
import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.GatewayNode;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.session.Identity;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How all that happens in topics is followed over HTTP: by server-sent events and by long polls; the services are fakes. */
class EventsIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String TOPIC = "space/" + SPACE;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final FakeFeed feed = new FakeFeed(new Bus(vertx));
    private final GatewayNode gateway = new GatewayNode(
            GatewayConfig.of("127.0.0.1", 0, SECRET), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        feed.start();
        vertx.deployVerticle(gateway).await(10, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    private HttpRequest.Builder request(String query) {
        var token = new Tokens(vertx, SECRET, Duration.ofMinutes(1)).issue(new Identity("alice", "Alice", List.of()));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.httpPort() + "/api/v1/events?" + query))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private JsonObject poll(String query) throws Exception {
        var answer = http.send(request("feed=longpoll&" + query).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static List<String> types(JsonObject answer) {
        return answer.getJsonArray("events").stream()
                .map(event -> ((JsonObject) event).getString("type"))
                .toList();
    }

    private record Told(String type, String id, JsonObject data) {}

    /** A stream that is read event by event. */
    private final class Stream implements AutoCloseable {
        private final HttpResponse<java.util.stream.Stream<String>> response;
        private final Iterator<String> lines;

        Stream(HttpRequest.Builder request) throws Exception {
            response = http.send(request.build(), BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            lines = response.body().iterator();
        }

        @CanIgnoreReturnValue
        Told next(String type) {
            var id = "";
            while (true) {
                var line = lines.next();
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    var data = new JsonObject(line.substring(6));
                    if (data.getString("type").equals(type)) {
                        return new Told(type, id, data);
                    }
                }
            }
        }

        boolean hasEnded() {
            while (lines.hasNext()) {
                if (!lines.next().matches("(:.*)?")) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void close() {
            response.body().close();
        }
    }

    @Test
    void stream_begins_with_a_snapshot_and_goes_on_from_the_last_id() throws Exception {
        // Given
        feed.keep("old");
        String id;
        try (var stream = new Stream(request("topic=" + TOPIC + "&topic=user/alice"))) {
            assertThat(stream.next("snapshot").data().getString("topic")).isEqualTo(TOPIC);
            feed.write("seen");
            var changed = stream.next("changed");
            assertThat(changed.data().getString("cursor")).isEqualTo(cursor(2));
            id = changed.id();
        }
        feed.write("missed");
        // When
        try (var stream =
                new Stream(request("topic=" + TOPIC + "&topic=user/alice").header("Last-Event-ID", id))) {
            // Then
            assertThat(stream.next("changed").data().getJsonObject("patch").getString("text"))
                    .isEqualTo("missed");
            feed.write("live");
            assertThat(stream.next("changed").data().getLong("seq")).isEqualTo(4);
        }
    }

    @Test
    void stream_of_who_may_read_no_longer_says_so_and_ends() throws Exception {
        try (var stream = new Stream(request("topic=" + TOPIC))) {
            // Given
            stream.next("snapshot");
            // When
            feed.revoke();
            // Then
            stream.next("revoked");
            assertThat(stream.hasEnded()).isTrue();
        }
    }

    @Test
    void long_polls_one_after_the_other_miss_nothing_and_repeat_nothing() throws Exception {
        // Given
        feed.keep("old");
        var first = poll("topic=" + TOPIC);
        assertThat(types(first)).containsExactly("snapshot");
        feed.write("a");
        feed.write("b");
        // When
        var second = poll("topic=" + TOPIC + "&cursor=" + first.getString("cursor"));
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return poll("topic=" + TOPIC + "&cursor=" + second.getString("cursor"));
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        feed.write("c");
        var third = waiting.get(20, SECONDS);
        // Then
        var seqs = new ArrayList<Long>();
        List.of(second, third)
                .forEach(answer ->
                        answer.getJsonArray("events").forEach(event -> seqs.add(((JsonObject) event).getLong("seq"))));
        assertThat(seqs).containsExactly(2L, 3L, 4L);
    }

    @Test
    void long_poll_that_knows_the_locks_answers_with_none_when_nothing_happens() throws Exception {
        var first = poll("topic=" + TOPIC);
        var second = poll("timeout=1&topic=" + TOPIC + "&cursor=" + first.getString("cursor"));
        assertThat(types(second)).isEmpty();
        assertThat(second.getString("cursor")).isEqualTo(first.getString("cursor"));
    }

    @Test
    void cursor_of_a_feed_or_a_socket_is_good_here() throws Exception {
        feed.keep("one");
        feed.keep("two");
        var answer = poll("topic=" + TOPIC + "&cursor=" + cursor(1));
        assertThat(types(answer)).contains("changed");
        assertThat(answer.getString("cursor")).startsWith(cursor(2));
    }

    @Test
    void topic_of_somebody_else_is_refused_before_the_stream_begins() throws Exception {
        var answer = http.send(request("topic=" + TOPIC + "&topic=user/bob").build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("user/bob");
    }
}
