package io.lockstep.lock;

import io.lockstep.contract.lock.LockAudit.Act;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The figures of the lock room. Counters and timers are of this process; the gauges are of the whole lock store, the same on
 * every node, so that they are not to be added up. May be used from any thread.
 */
final class LockMetrics {
    private static final Duration[] ACQUIRE_BUCKETS = millis(1, 2, 5, 10, 25, 50, 100, 250, 1_000, 2_000);
    private static final Duration[] LATENESS_BUCKETS = millis(10, 25, 50, 100, 150, 200, 250, 500, 1_000, 5_000);

    private final Map<Outcome, Timer> acquires = new EnumMap<>(Outcome.class);
    private final Map<Act, Counter> ended = new EnumMap<>(Act.class);
    private final Counter granted;
    private final Counter overdue;
    private final Timer lateness;
    private final AtomicLong held;
    private final AtomicLong waiting;

    /** What an acquire came to. */
    enum Outcome {
        ACQUIRED,
        RENEWED,
        CONFLICT,
        UNAVAILABLE,
        DEGRADED
    }

    LockMetrics(MeterRegistry registry) {
        for (var outcome : Outcome.values()) {
            acquires.put(
                    outcome,
                    Timer.builder("lockstep.lock.acquire")
                            .description("How long acquiring took, by what came of it")
                            .tag("outcome", label(outcome))
                            .serviceLevelObjectives(ACQUIRE_BUCKETS)
                            .register(registry));
        }
        for (var act : Act.values()) {
            if (act != Act.ACQUIRED && act != Act.GRANTED) {
                ended.put(
                        act,
                        Counter.builder("lockstep.lock.ended")
                                .description("Locks that ended, by why")
                                .tag("reason", act.json())
                                .register(registry));
            }
        }
        granted = Counter.builder("lockstep.lock.granted")
                .description("Locks that were given to who waited")
                .register(registry);
        overdue = Counter.builder("lockstep.lock.overdue")
                .description("Renewals that were overdue")
                .register(registry);
        lateness = Timer.builder("lockstep.lock.expiry.lateness")
                .description("From a lock's deadline to its announced end")
                .serviceLevelObjectives(LATENESS_BUCKETS)
                .register(registry);
        held = gauge(registry, "lockstep.lock.held", "Locks that are held in the whole store");
        waiting = gauge(registry, "lockstep.lock.waiting", "Those who wait for locks in the whole store");
    }

    void acquired(Outcome outcome, long nanos) {
        of(acquires, outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    void ended(Act act) {
        of(ended, act).increment();
    }

    void granted() {
        granted.increment();
    }

    void overdue(int renewals) {
        overdue.increment(renewals);
    }

    void expiredLate(long millis) {
        lateness.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    void counted(LockStore.Census census) {
        held.set(census.held());
        waiting.set(census.waiting());
    }

    private static AtomicLong gauge(MeterRegistry registry, String name, String description) {
        var value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get)
                .description(description)
                .strongReference(true)
                .register(registry);
        return value;
    }

    private static <K, V> V of(Map<K, V> meters, K key) {
        return Objects.requireNonNull(meters.get(key));
    }

    private static String label(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static Duration[] millis(long... values) {
        return Arrays.stream(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
