package io.lockstep.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a driver busy for a time: one worker per cell, each with one request on its way, acquire and release in turn. A
 * worker whose request fails stops. Confined to the driver's event loop.
 */
final class Load {
    private static final Logger LOG = LoggerFactory.getLogger(Load.class);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Driver driver;
    private final Promise<Sample> done;
    private final long beginNanos = System.nanoTime();
    private final long endNanos;
    private final Histogram acquireNanos = new Histogram(SIGNIFICANT_DIGITS);
    private int working;
    private long pairs;
    private long failed;

    /**
     * What was achieved.
     *
     * @param nanos from the first request to the last answer
     * @param failed workers that had to stop
     */
    record Sample(long pairs, long failed, long nanos, Histogram acquireNanos) {
        double pairsPerSecond() {
            return pairs * 1e9 / nanos;
        }
    }

    private Load(Driver driver, Duration time, Promise<Sample> done) {
        this.driver = driver;
        this.done = done;
        this.endNanos = beginNanos + time.toNanos();
    }

    static Future<Sample> run(Driver driver, List<Cell> cells, Duration time) {
        var done = Promise.<Sample>promise();
        driver.loop().runOnContext(go -> new Load(driver, time, done).start(cells));
        return done.future();
    }

    private void start(List<Cell> cells) {
        working = cells.size();
        cells.forEach(this::next);
    }

    private void next(Cell cell) {
        var askedNanos = System.nanoTime();
        if (askedNanos >= endNanos) {
            stopOne();
            return;
        }
        driver.acquire(cell)
                .compose(held -> {
                    acquireNanos.recordValue(System.nanoTime() - askedNanos);
                    return driver.release(cell);
                })
                .onSuccess(released -> {
                    pairs++;
                    next(cell);
                })
                .onFailure(failure -> {
                    failed++;
                    LOG.atWarn()
                            .addKeyValue("driver", driver.name())
                            .addKeyValue("reason", failure.getMessage())
                            .log("a worker stopped");
                    stopOne();
                });
    }

    private void stopOne() {
        working--;
        if (working == 0) {
            done.complete(new Sample(pairs, failed, System.nanoTime() - beginNanos, acquireNanos));
        }
    }
}
