package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been opened and must be closed, in the order of {@link Part}. A part that does not close in time does not keep
 * the others from it. Safe for use by any thread.
 */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
    private static final long SECONDS_PER_PART = 6;

    private final Duration grace;
    private final ConcurrentSkipListMap<Part, Supplier<Future<?>>> open = new ConcurrentSkipListMap<>();

    /** @param grace how much longer the gateway may take, whose sockets are closed one after the other */
    Closing(Duration grace) {
        this.grace = grace;
    }

    void add(Part part, Supplier<Future<?>> close) {
        open.put(part, close);
    }

    /** Closes what is open; a second call finds nothing left. */
    Future<Void> run() {
        // Of no context: one of a context would wait for an event loop that is closed by then.
        var all = Promise.<Void>promise();
        closeNext(all);
        return all.future();
    }

    private void closeNext(Promise<Void> all) {
        var first = open.pollFirstEntry();
        if (first == null) {
            all.complete();
            return;
        }
        first.getValue()
                .get()
                .timeout(SECONDS_PER_PART + (first.getKey() == Part.GATEWAY ? grace.toSeconds() : 0), SECONDS)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("part", first.getKey())
                        .addKeyValue("reason", failure.getMessage())
                        .log("a part did not close"))
                .onComplete(closed -> closeNext(all));
    }
}
