package io.lockstep.gateway.wire.rest;

import static io.lockstep.gateway.wire.rest.FakeFeed.SPACE;
import static io.lockstep.gateway.wire.rest.FakeFeed.cursor;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a space's feed is given without an end and by long polls, and what ends them; the metadata service is a fake. */
class FeedIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final int PATIENCE_MS = 10_000;
    private static final String LARGE = "x".repeat(15_000);

    private final Vertx vertx = Vertx.vertx();
    private final FakeFeed feed = new FakeFeed(new Bus(vertx));
    private final GatewayNode gateway =
            new GatewayNode(config(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

    private static GatewayConfig config() {
        var defaults = GatewayConfig.of("127.0.0.1", 0, SECRET);
        return defaults.withSockets(defaults.sockets().withSlowClientTimeout(SLOW));
    }

    @BeforeEach
    void start() throws Exception {
        feed.start();
        vertx.deployVerticle(gateway).await(10, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    /** A client that reads when it is asked to. */
    private final class Client implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader reader;

        Client(String query, String... headers) throws IOException {
            socket.setReceiveBufferSize(4_096);
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.httpPort()));
            var token =
                    new Tokens(vertx, SECRET, Duration.ofMinutes(1)).issue(new Identity("alice", "Alice", List.of()));
            var head = "GET /api/v1/spaces/" + SPACE + "/changes?" + query + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Connection: close\r\nAuthorization: Bearer " + token + "\r\n"
                    + String.join(
                            "",
                            List.of(headers).stream().map(one -> one + "\r\n").toList()) + "\r\n";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        /** The lines up to and including the first that fits, without those of the chunks. */
        @CanIgnoreReturnValue
        List<String> until(Predicate<String> end) throws IOException {
            var lines = new ArrayList<String>();
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (end.test(line)) {
                    return lines;
                }
            }
            throw new AssertionError("the connection ended; what came: " + lines);
        }

        @CanIgnoreReturnValue
        JsonObject event(String type) throws IOException {
            var lines = until(line -> line.contains("{\"type\":\"" + type + "\""));
            var line = lines.get(lines.size() - 1);
            return new JsonObject(line.substring(line.indexOf('{')));
        }

        /** The body of an answer that is no stream. */
        JsonObject answer(int status) throws IOException {
            assertThat(reader.readLine()).startsWith("HTTP/1.1 " + status);
            var lines = until(line -> line.startsWith("{"));
            return new JsonObject(lines.get(lines.size() - 1));
        }

        void assertEnds() throws IOException {
            assertEndsWithout("no such text");
        }

        /** Reads until the server has ended the connection or the chunks. */
        void assertEndsWithout(String text) throws IOException {
            try {
                for (var line = reader.readLine(); line != null && !line.equals("0"); line = reader.readLine()) {
                    assertThat(line).doesNotContain("\"" + text + "\"");
                }
            } catch (SocketTimeoutException still) {
                throw new AssertionError("the connection is still there", still);
            } catch (IOException cut) {
                assertThat(cut).hasMessageContaining("reset");
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"continuous", "eventsource"})
    void stream_gives_what_there_is_and_then_what_happens(String kind) throws Exception {
        // Given
        for (int i = 0; i < 450; i++) {
            feed.keep("old");
        }
        try (var client = new Client("feed=" + kind + "&since=" + cursor(1))) {
            // When
            for (long seq = 2; seq <= 450; seq++) {
                assertThat(client.event("changed").getLong("seq")).isEqualTo(seq);
            }
            var reads = feed.reads.get();
            for (int i = 0; i < 100; i++) {
                feed.write("new");
            }
            // Then
            for (long seq = 451; seq <= 550; seq++) {
                var change = client.event("changed");
                assertThat(change.getLong("seq")).isEqualTo(seq);
                assertThat(change.containsKey("accessVersion")).isFalse();
            }
            // One to listen from where it stood; none for what happened.
            assertThat(feed.reads.get()).isBetween(reads, reads + 1);
        }
    }

    @Test
    void event_stream_goes_on_after_the_last_event_id() throws Exception {
        // Given
        feed.keep("one");
        feed.keep("two");
        // When
        try (var client = new Client(
                "feed=eventsource&since=" + cursor(0), "Last-Event-ID: " + cursor(1), "Accept-Encoding: gzip")) {
            // Then
            var lines = client.until(line -> line.startsWith("data: "));
            assertThat(lines).contains("Content-Type: text/event-stream", "id: " + cursor(2), "event: changed");
            assertThat(lines).doesNotContain("id: " + cursor(1));
            assertThat(lines.stream().filter(line -> line.startsWith("content-encoding: gzip")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"continuous,''", "eventsource,:"})
    void stream_shows_that_it_lives(String kind, String beat) throws Exception {
        try (var client = new Client("feed=" + kind + "&heartbeat=1")) {
            // When
            client.until(line -> line.startsWith("transfer-encoding") || line.isEmpty());
            // Then: the first is sent at once, the second is the beat.
            client.until(line -> line.equals(beat));
            client.until(line -> line.equals(beat));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            feed=continuous
            feed=eventsource
            feed=continuous&selector={}
            """)
    void stream_of_who_may_read_no_longer_says_so_and_ends(String query) throws Exception {
        feed.keep("before");
        try (var client = new Client(query)) {
            client.event("changed");
            // When
            feed.revoke();
            feed.write("secret");
            // Then
            var lines = client.until(line -> line.contains("\"type\":\"revoked\""));
            assertThat(lines).noneMatch(line -> line.contains("secret"));
            client.assertEnds();
        }
    }

    @Test
    void stream_waits_for_a_service_that_is_away() throws Exception {
        for (int i = 0; i < 201; i++) {
            feed.keep(i == 200 ? "last" : LARGE);
        }
        try (var client = new Client("feed=continuous")) {
            // Given
            client.event("changed");
            feed.isAway = true;
            // When
            var before = feed.reads.get();
            for (long seq = 2; seq <= 200; seq++) {
                assertThat(client.event("changed").getLong("seq")).isEqualTo(seq);
            }
            while (feed.reads.get() == before) {
                Thread.onSpinWait();
            }
            feed.isAway = false;
            // Then
            assertThat(client.event("changed").getLong("seq")).isEqualTo(201);
        }
    }

    @Test
    void stream_whose_feed_is_cut_off_behind_it_says_that_something_is_missing() throws Exception {
        for (int i = 0; i < 250; i++) {
            feed.keep(LARGE);
        }
        try (var client = new Client("feed=continuous")) {
            // Given
            client.event("changed");
            feed.floor = 240;
            // When
            var resync = client.event("resync");
            // Then
            assertThat(resync.getString("reason")).isEqualTo("cursor_gone");
            assertThat(resync.getString("cursor")).isEqualTo(cursor(240));
            assertThat(client.event("changed").getLong("seq")).isEqualTo(241);
        }
    }

    @Test
    void reader_that_takes_nothing_of_what_there_is_is_cut_off() throws Exception {
        // Given
        for (int i = 0; i < 2_000; i++) {
            feed.keep(LARGE);
        }
        try (var client = new Client("feed=continuous")) {
            client.until(line -> line.startsWith("HTTP/1.1 200"));
            // When
            vertx.timer(SLOW.toMillis() * 4).await(10, SECONDS);
            var reads = feed.reads.get();
            // Then
            client.assertEnds();
            assertThat(feed.reads.get()).isEqualTo(reads);
        }
    }

    @Test
    void reader_that_takes_nothing_of_what_happens_is_cut_off_and_delays_nobody() throws Exception {
        try (var client = new Client("feed=continuous");
                var other = new Client("feed=continuous")) {
            // Given
            feed.write("first");
            client.event("changed");
            other.event("changed");
            // When
            for (long seq = 2; seq <= 1_000; seq++) {
                feed.write(LARGE);
                assertThat(other.event("changed").getLong("seq")).isEqualTo(seq);
            }
            vertx.timer(SLOW.toMillis() * 4).await(10, SECONDS);
            feed.write("last");
            assertThat(other.event("changed").getLong("seq")).isEqualTo(1_001);
            // Then
            client.assertEndsWithout("last");
        }
    }

    @Test
    void long_poll_answers_at_once_when_there_is_something() throws Exception {
        feed.keep("one");
        try (var client = new Client("feed=longpoll")) {
            var answer = client.answer(200);
            assertThat(answer.getJsonArray("changes")).hasSize(1);
            assertThat(answer.getString("cursor")).isEqualTo(cursor(1));
        }
    }

    @Test
    void long_poll_answers_when_the_first_change_comes() throws Exception {
        // Given
        feed.keep("one");
        try (var client = new Client("feed=longpoll&since=" + cursor(1));
                var other = new Client("feed=continuous")) {
            other.event("changed");
            feed.awaitHeadReads(3);
            // When
            feed.write("two");
            // Then
            var answer = client.answer(200);
            assertThat(answer.getJsonArray("changes").getJsonObject(0).getLong("seq"))
                    .isEqualTo(2);
            assertThat(answer.getLong("pending")).isZero();
        }
    }

    @Test
    void long_poll_whose_time_is_over_answers_with_nothing() throws Exception {
        try (var client = new Client("feed=longpoll&timeout=1&since=" + cursor(0))) {
            var answer = client.answer(200);
            assertThat(answer.getJsonArray("changes")).isEmpty();
            assertThat(answer.getString("cursor")).isEqualTo(cursor(0));
        }
    }

    @Test
    void long_poll_of_who_may_read_no_longer_fails() throws Exception {
        try (var client = new Client("feed=longpoll&since=" + cursor(0))) {
            // Given
            feed.awaitHeadReads(2);
            // When
            feed.revoke();
            // Then
            assertThat(client.answer(404).getString("code")).isEqualTo("NOT_FOUND");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            feed=fast                    | 'feed'
            feed=                        | 'feed'
            feed=longpoll&timeout=0      | 'timeout'
            feed=longpoll&timeout=61     | 'timeout'
            feed=continuous&heartbeat=x  | 'heartbeat'
            feed=continuous&since=x      | cursor
            selector=x                   | 'selector'
            selector=[]                  | 'selector'
            limit=0                      | 'limit'
            """)
    void bad_parameter_is_named(String query, String named) throws Exception {
        try (var client = new Client(query)) {
            assertThat(client.answer(400).getString("detail")).contains(named);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "longpoll", "continuous", "eventsource"})
    void feed_that_does_not_reach_back_to_the_cursor_is_gone(String kind) throws Exception {
        feed.keep("one");
        feed.floor = 1;
        try (var client = new Client("feed=" + kind + "&since=" + cursor(0))) {
            assertThat(client.answer(410).getString("cursor")).isEqualTo(cursor(1));
        }
    }
}
