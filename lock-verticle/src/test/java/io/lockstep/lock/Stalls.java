package io.lockstep.lock;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The moments at which this machine did not let a timer run in time: what is late by no more than that is not late by our
 * fault. A machine that runs other work has them.
 */
final class Stalls {
    private static final long TICK_MILLIS = 5;

    private final List<Stall> stalls = new ArrayList<>();
    private long lastTickNanos = System.nanoTime();

    private record Stall(long fromNanos, long untilNanos) {}

    Stalls(Vertx vertx) {
        vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    }

    private synchronized void tick() {
        var now = System.nanoTime();
        if (now - lastTickNanos > TimeUnit.MILLISECONDS.toNanos(4 * TICK_MILLIS)) {
            stalls.add(new Stall(lastTickNanos, now));
        }
        lastTickNanos = now;
    }

    /** For how long in all the machine stood still between two moments. */
    synchronized long millisWithin(long fromNanos, long untilNanos) {
        var nanos = stalls.stream()
                .mapToLong(stall ->
                        Math.max(0, Math.min(untilNanos, stall.untilNanos()) - Math.max(fromNanos, stall.fromNanos())))
                .sum();
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    synchronized long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(stalls.stream()
                .mapToLong(stall -> stall.untilNanos() - stall.fromNanos())
                .max()
                .orElse(0));
    }
}
