package io.lockstep.bench.delivery;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.bench.Loops;
import io.lockstep.bench.delivery.crowd.Crowd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What the scenarios of a run work with: the event loop of all clients, and the progress that a person sees. */
public record Bench(Context loop, Progress progress) {
    private static final Duration GATHERING = Duration.ofMinutes(2);
    private static final long LEAVING_SECONDS = 30;
    private static final Duration LOOK = Duration.ofMillis(200);

    public Vertx vertx() {
        return loop.owner();
    }

    /** Waits until all listen. */
    public void gather(Crowd crowd, int size) throws TimeoutException {
        await(crowd.gather(), GATHERING, () -> crowd.ready() + " of " + size + " sockets");
    }

    /** Waits for something of which the person is told how far it is; fails as it does. */
    void await(Future<?> future, Duration time, Supplier<String> howFar) throws TimeoutException {
        var endNanos = System.nanoTime() + time.toNanos();
        while (!isOver(future, LOOK)) {
            progress.now(howFar.get());
            if (System.nanoTime() > endNanos) {
                throw new TimeoutException(howFar.get() + " within " + time.toSeconds() + " s");
            }
        }
        if (future.failed()) {
            throw new IllegalStateException(future.cause());
        }
    }

    /** Does something on the event loop, after which its state can be read. */
    public void onLoop(Runnable work) throws TimeoutException {
        Loops.on(loop, () -> {
                    work.run();
                    return Future.succeededFuture();
                })
                .await(LEAVING_SECONDS, SECONDS);
    }

    public void leave(Crowd crowd) throws TimeoutException {
        crowd.leave().await(LEAVING_SECONDS, SECONDS);
    }

    /** Lets a time go by. */
    public static void pause(Duration time) {
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
