package io.lockstep.bench.storm;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients that all read at once, when an event says that there is something new. Confined to its event loop. */
final class Storm {
    private static final Logger LOG = LoggerFactory.getLogger(Storm.class);

    private final Reader reader;
    private final int clients;
    private final Promise<Sample> done = Promise.promise();
    private final Histogram nanos = new Histogram(3);
    private long beginNanos;
    private int reading;
    private long failed;
    private @Nullable String failure;

    /**
     * What became of it.
     *
     * @param nanos from the event to the last answer
     * @param clientNanos from the event to the answer of each client
     */
    record Sample(long nanos, long failed, Histogram clientNanos) {}

    Storm(Reader reader, int clients) {
        this.reader = reader;
        this.clients = clients;
    }

    Future<Sample> done() {
        return done.future();
    }

    /** To be called on the event loop, once. */
    void begin(String etag) {
        beginNanos = System.nanoTime();
        reading = clients;
        for (var client = 0; client < clients; client++) {
            reader.read(client, etag).onComplete(answer -> end(answer.succeeded() ? null : answer.cause()));
        }
    }

    private void end(@Nullable Throwable cause) {
        if (cause == null) {
            nanos.recordValue(System.nanoTime() - beginNanos);
        } else {
            failed++;
            failure = String.valueOf(cause.getMessage());
        }
        reading--;
        if (reading > 0) {
            return;
        }
        if (failed > 0) {
            LOG.atWarn()
                    .addKeyValue("count", failed)
                    .addKeyValue("reason", Objects.requireNonNull(failure))
                    .log("clients were not answered as they should");
        }
        done.complete(new Sample(System.nanoTime() - beginNanos, failed, nanos));
    }
}
