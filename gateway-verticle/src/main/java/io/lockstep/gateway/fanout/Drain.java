package io.lockstep.gateway.fanout;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Ends many things one after the other, in an order of chance, so that clients do not come back elsewhere all in the same
 * moment: spread over a time, or sooner where they are few. Belongs to its event loop.
 */
final class Drain<T> {
    private static final long STEP_MS = 50;
    private static final long MILLIS_EACH = 5;

    private final Vertx vertx;
    private final Queue<T> left;
    private final int each;
    private final Consumer<T> end;

    Drain(Vertx vertx, Collection<T> all, Duration grace, Consumer<T> end) {
        var shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled);
        this.vertx = vertx;
        this.left = new ArrayDeque<>(shuffled);
        this.each = atOnce(shuffled.size(), grace);
        this.end = end;
    }

    /** How many go in each step, the first of which is now. */
    static int atOnce(int count, Duration grace) {
        var steps = Math.max(1, Math.min(grace.toMillis(), count * MILLIS_EACH) / STEP_MS);
        return (int) Math.max(1, (count + steps - 1) / steps);
    }

    /** Ends with the last. */
    Future<Void> run() {
        for (int number = 0; number < each && !left.isEmpty(); number++) {
            end.accept(left.remove());
        }
        return left.isEmpty()
                ? Future.succeededFuture()
                : vertx.timer(STEP_MS, MILLISECONDS).compose(later -> run());
    }
}
