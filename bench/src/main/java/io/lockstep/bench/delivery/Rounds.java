package io.lockstep.bench.delivery;

import io.lockstep.bench.Loops;
import io.lockstep.bench.delivery.crowd.Crowd;
import io.lockstep.bench.delivery.crowd.Crowd.Arrival;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Sends to a crowd again and again, each time when all have what was sent before. Confined to the event loop. */
final class Rounds {
    private final Way way;
    private final Crowd crowd;
    private final int viewers;
    private final Promise<Sample> done = Promise.promise();
    private final Histogram lastNanos = new Histogram(3);
    private final Histogram spreadNanos = new Histogram(3);
    private final long beginNanos = System.nanoTime();
    private final long endNanos;
    private long frames;

    /**
     * What came of it.
     *
     * @param lastNanos from the order to send until the last viewer had all
     * @param spreadNanos from the first viewer's first frame to that
     */
    record Sample(long frames, long nanos, Histogram lastNanos, Histogram spreadNanos) {}

    private Rounds(Way way, Crowd crowd, int viewers, Duration time) {
        this.way = way;
        this.crowd = crowd;
        this.viewers = viewers;
        this.endNanos = beginNanos + time.toNanos();
    }

    /** At least one, and no new one when the time is over. From any thread. */
    static Future<Sample> run(Context loop, Way way, Crowd crowd, int viewers, Duration time) {
        return Loops.on(loop, () -> {
            var rounds = new Rounds(way, crowd, viewers, time);
            rounds.next();
            return rounds.done.future();
        });
    }

    private void next() {
        var sentNanos = System.nanoTime();
        var awaited = (long) viewers * way.events();
        var arrived = crowd.expect(awaited);
        Future.join(arrived, way.send())
                .onSuccess(all -> {
                    frames += awaited;
                    took(sentNanos, arrived.result());
                })
                .onFailure(done::tryFail);
    }

    private void took(long sentNanos, Arrival arrival) {
        lastNanos.recordValue(arrival.lastNanos() - sentNanos);
        spreadNanos.recordValue(arrival.lastNanos() - arrival.firstNanos());
        var now = System.nanoTime();
        if (now < endNanos) {
            next();
        } else {
            done.complete(new Sample(frames, now - beginNanos, lastNanos, spreadNanos));
        }
    }
}
