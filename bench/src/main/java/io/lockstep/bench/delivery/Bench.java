package io.lockstep.bench.delivery;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.bench.delivery.crowd.Crowd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

/** What the scenarios of a run work with: the event loop of all clients, and the progress that a person sees. */
record Bench(Context loop, Progress progress) {
    private static final long GATHERING_SECONDS = 120;
    private static final long LEAVING_SECONDS = 30;
    private static final Duration LOOK = Duration.ofMillis(200);

    Vertx vertx() {
        return loop.owner();
    }

    /** Waits until all listen. */
    void gather(Crowd crowd, int size) throws TimeoutException {
        var gathered = crowd.gather();
        var endNanos = System.nanoTime() + SECONDS.toNanos(GATHERING_SECONDS);
        while (!isOver(gathered, LOOK)) {
            progress.now(crowd.ready() + " of " + size + " sockets");
            if (System.nanoTime() > endNanos) {
                throw new TimeoutException(crowd.ready() + " of " + size + " sockets listen");
            }
        }
        gathered.await();
    }

    void leave(Crowd crowd) throws TimeoutException {
        crowd.leave().await(LEAVING_SECONDS, SECONDS);
    }

    /** Lets a time go by. */
    static void pause(Duration time) {
        var over = isOver(Future.<Void>future(never -> {}), time);
        assert !over;
    }

    /** Waits for so long at most. */
    private static boolean isOver(Future<?> future, Duration time) {
        var over = new CountDownLatch(1);
        future.onComplete(done -> over.countDown());
        try {
            return over.await(time.toMillis(), MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
