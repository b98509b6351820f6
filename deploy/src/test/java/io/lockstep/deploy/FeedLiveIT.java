package io.lockstep.deploy;

import static io.lockstep.deploy.RestCalls.API;
import static io.lockstep.deploy.RestCalls.as;
import static io.lockstep.deploy.RestCalls.base64;
import static io.lockstep.deploy.RestCalls.done;
import static io.lockstep.deploy.RestCalls.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feeds without an end and the long poll on the whole stack, while people write. */
class FeedLiveIT {
    private static final int WRITERS = 4;
    private static final int WRITES = 50;
    private static final String FIELDS = "{\"fields\":{\"n\":%d,\"state\":\"%s\"}}";

    private final String space = "/spaces/test:feed-" + System.nanoTime();

    @BeforeEach
    void makeSpace() throws Exception {
        done("admin", "PUT", space, "{\"members\":{\"user:alice\":\"editor\",\"user:carol\":\"viewer\"}}");
    }

    /** Carol, who reads a feed line by line. */
    private final class Reader implements AutoCloseable {
        private static final String END = "the end";
        private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final CompletableFuture<Void> reading;

        Reader(String query, String... headers) {
            var request = HttpRequest.newBuilder(URI.create(API + space + "/changes?" + query))
                    .header("Authorization", "Basic " + base64("carol:carol"));
            reading = RestCalls.http()
                    .sendAsync(
                            (headers.length > 0 ? request.headers(headers) : request).build(), BodyHandlers.ofLines())
                    .thenAcceptAsync(answer -> {
                        answer.body().forEach(lines::add);
                        lines.add(END);
                    });
        }

        String next(String part) throws InterruptedException {
            while (true) {
                var line = lines.poll(20, SECONDS);
                assertThat(line).as("a line with " + part).isNotNull();
                if (line.contains(part)) {
                    return line;
                }
            }
        }

        @CanIgnoreReturnValue
        JsonObject change() throws InterruptedException {
            var line = next("\"type\":\"changed\"");
            return new JsonObject(line.substring(line.indexOf('{')));
        }

        @Override
        public void close() {
            reading.cancel(true);
        }
    }

    private List<CompletableFuture<Void>> writers() {
        return IntStream.range(0, WRITERS)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < WRITES; i++) {
                        write(writer, i);
                    }
                }))
                .toList();
    }

    private void write(int writer, int number) {
        try {
            done("alice", "PUT", space + "/documents/" + writer, FIELDS.formatted(number, "open"));
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void streams_give_every_change_in_order_while_people_write() throws Exception {
        try (var early = new Reader("feed=continuous")) {
            // When
            var writers = writers();
            early.change();
            try (var late = new Reader("feed=eventsource")) {
                for (long seq = 1; seq <= WRITERS * WRITES; seq++) {
                    // Then
                    if (seq > 1) {
                        assertThat(early.change().getLong("seq")).isEqualTo(seq);
                    }
                    assertThat(late.change().getLong("seq")).isEqualTo(seq);
                }
            }
            writers.forEach(CompletableFuture::join);
        }
    }

    @Test
    void event_stream_that_is_opened_again_goes_on_after_the_last_event() throws Exception {
        // Given
        var writers = writers();
        var last = new JsonObject();
        try (var first = new Reader("feed=eventsource")) {
            for (int i = 0; i < WRITES; i++) {
                last = first.change();
            }
        }
        // When
        try (var again = new Reader("feed=eventsource", "Last-Event-ID", last.getString("cursor"))) {
            // Then
            for (long seq = WRITES + 1; seq <= WRITERS * WRITES; seq++) {
                assertThat(again.change().getLong("seq")).isEqualTo(seq);
            }
        }
        writers.forEach(CompletableFuture::join);
    }

    @Test
    void stream_with_a_selector_tells_what_leaves_it() throws Exception {
        var selector = URLEncoder.encode("{\"state\":\"open\"}", StandardCharsets.UTF_8);
        try (var reader = new Reader("feed=continuous&selector=" + selector)) {
            // When
            write(1, 1);
            assertThat(reader.change().getString("verb")).isEqualTo("created");
            done("alice", "PUT", space + "/documents/1", FIELDS.formatted(2, "closed"));
            // Then
            assertThat(reader.change().getString("verb")).isEqualTo("left");
            write(2, 3);
            assertThat(reader.change().getString("document")).isEqualTo("2");
        }
    }

    @Test
    void import_is_told_once() throws Exception {
        try (var reader = new Reader("feed=continuous")) {
            write(1, 1);
            reader.change();
            // When
            var batch = "{\"writes\":[{\"document\":\"a\",\"mode\":\"create\",\"fields\":{}},"
                    + "{\"document\":\"b\",\"mode\":\"create\",\"fields\":{}}],\"quiet\":true}";
            done("alice", "POST", space + "/batch", batch);
            var flushed = done("alice", "POST", space + "/flush", "");
            // Then
            var resync = new JsonObject(reader.next("\"type\":\"resync\""));
            assertThat(resync.getString("reason")).isEqualTo("import");
            assertThat(resync.getString("cursor")).isEqualTo(flushed.getString("cursor"));
        }
    }

    @Test
    void revoking_access_ends_a_stream() throws Exception {
        try (var reader = new Reader("feed=continuous")) {
            write(1, 1);
            reader.change();
            // When
            done("admin", "DELETE", space + "/members/user:carol", "");
            // Then
            reader.next("\"type\":\"revoked\"");
            reader.next(Reader.END);
        }
    }

    @Test
    void long_poll_waits_for_the_first_change() throws Exception {
        var cursor = json(as("carol", "GET", space, "")).getString("cursor");
        try (var reader = new Reader("feed=longpoll&timeout=20&since=" + cursor)) {
            // When
            write(1, 7);
            // Then
            var answer = new JsonObject(reader.next("\"changes\""));
            assertThat(answer.getJsonArray("changes")).hasSize(1);
            assertThat(answer.getJsonArray("changes")
                            .getJsonObject(0)
                            .getJsonObject("patch")
                            .getInteger("n"))
                    .isEqualTo(7);
        }
    }
}
