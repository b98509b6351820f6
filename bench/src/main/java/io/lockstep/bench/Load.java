package io.lockstep.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a driver busy for a time: one worker per job, which does it again and again and has one request on its way. A
 * worker whose request fails stops. Confined to the driver's event loop.
 */
public final class Load<J> {
    private static final Logger LOG = LoggerFactory.getLogger(Load.class);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Driver<J> driver;
    private final Promise<Sample> done;
    private final long beginNanos = System.nanoTime();
    private final long endNanos;
    private final Histogram answerNanos = new Histogram(SIGNIFICANT_DIGITS);
    private int working;
    private long jobs;
    private long failed;

    /**
     * What was achieved.
     *
     * @param jobs that were done, and put back where that is to be
     * @param nanos from the first request to the last answer
     * @param failed workers that had to stop
     * @param answerNanos how long each took that was done
     */
    public record Sample(long jobs, long failed, long nanos, Histogram answerNanos) {
        public double perSecond() {
            return jobs * 1e9 / nanos;
        }
    }

    private Load(Driver<J> driver, Duration time, Promise<Sample> done) {
        this.driver = driver;
        this.done = done;
        this.endNanos = beginNanos + time.toNanos();
    }

    public static <J> Future<Sample> run(Driver<J> driver, List<? extends J> jobs, Duration time) {
        var done = Promise.<Sample>promise();
        driver.loop().runOnContext(go -> new Load<J>(driver, time, done).start(jobs));
        return done.future();
    }

    private void start(List<? extends J> all) {
        working = all.size();
        all.forEach(this::next);
    }

    private void next(J job) {
        var askedNanos = System.nanoTime();
        if (askedNanos >= endNanos) {
            stopOne();
            return;
        }
        driver.run(job)
                .compose(answered -> {
                    answerNanos.recordValue(System.nanoTime() - askedNanos);
                    return driver.undo(job);
                })
                .onSuccess(ready -> {
                    jobs++;
                    next(job);
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
            done.complete(new Sample(jobs, failed, System.nanoTime() - beginNanos, answerNanos));
        }
    }
}
