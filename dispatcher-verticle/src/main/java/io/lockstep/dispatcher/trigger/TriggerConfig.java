package io.lockstep.dispatcher.trigger;

import java.time.Duration;

/**
 * How triggers are done.
 *
 * @param interval between two looks for work; what is done here at once is looked for earlier; 500 ms
 * @param leaseTtl after which another node takes over from one that died; 4 seconds
 * @param timeout of a delivery; 10 seconds
 * @param attempts after which a job is given up; 12
 * @param firstRetry about how long after the first attempt the second one is made; it doubles from then on; 1 second
 * @param maxRetry the longest time between two attempts; 1 hour
 * @param concurrency deliveries at the same time; 32
 */
public record TriggerConfig(
        Duration interval,
        Duration leaseTtl,
        Duration timeout,
        int attempts,
        Duration firstRetry,
        Duration maxRetry,
        int concurrency) {
    public static final TriggerConfig DEFAULTS = new TriggerConfig(
            Duration.ofMillis(500),
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            12,
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            32);

    public TriggerConfig {
        if (interval.toMillis() < 1 || timeout.toMillis() < 1 || firstRetry.toMillis() < 1) {
            throw new IllegalArgumentException("interval, timeout and firstRetry must be at least 1 ms");
        }
        if (leaseTtl.compareTo(interval.multipliedBy(2)) < 0 || leaseTtl.toMillis() < 1_000) {
            throw new IllegalArgumentException("leaseTtl must be at least 1 s and twice the interval");
        }
        if (attempts < 1 || concurrency < 1 || concurrency > 100) {
            throw new IllegalArgumentException("attempts must be at least 1, concurrency from 1 to 100");
        }
    }

    /** These retries instead. */
    public TriggerConfig withDelivery(int attempts, Duration firstRetry, Duration timeout) {
        return new TriggerConfig(interval, leaseTtl, timeout, attempts, firstRetry, maxRetry, concurrency);
    }
}
