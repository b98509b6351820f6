package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** The lines of a response, each at hand as soon as it has come. */
final class LiveLines implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final long PATIENCE_SECONDS = 20;

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> reading;

    LiveLines(HttpRequest request) {
        reading = CLIENT.sendAsync(request, BodyHandlers.ofLines()).thenAcceptAsync(answer -> {
            lines.add("status " + answer.statusCode());
            answer.body().forEach(lines::add);
        });
    }

    /** The next line with this part. */
    @CanIgnoreReturnValue
    String next(String part) throws InterruptedException {
        while (true) {
            var line = lines.poll(PATIENCE_SECONDS, SECONDS);
            if (line == null) {
                throw new AssertionError("no line with " + part + " within " + PATIENCE_SECONDS + " s");
            }
            if (line.contains(part)) {
                return line;
            }
        }
    }

    @Override
    public void close() {
        reading.cancel(true);
    }
}
