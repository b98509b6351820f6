package io.lockstep.gateway.fanout;

import io.lockstep.contract.event.Event;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Signal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What operators are shown of live delivery on one event loop; the values of the loops are added up by their readers.
 * Everything is registered once, so that nothing on the way of an event looks a meter up.
 *
 * <table>
 * <caption>Meters, as Prometheus names them</caption>
 * <tr><td>lockstep_sessions</td><td>connected sessions</td></tr>
 * <tr><td>lockstep_subscriptions</td><td>topics that they listen to</td></tr>
 * <tr><td>lockstep_delivered_total</td><td>events given to sessions, each to each</td></tr>
 * <tr><td>lockstep_merged_total</td><td>messages saved because changes waited for a slow client</td></tr>
 * <tr><td>lockstep_resyncs_total</td><td>clients told to reload, by reason</td></tr>
 * <tr><td>lockstep_closes_total</td><td>sockets closed from our side, by cause; slow_client among them</td></tr>
 * <tr><td>lockstep_event_to_socket_seconds</td><td>from a change's commit to the flush of the sockets</td></tr>
 * <tr><td>lockstep_loop_lag_seconds</td><td>how late a timer of the event loop is</td></tr>
 * </table>
 */
final class Meters {
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(1_000),
        Duration.ofMillis(5_000)
    };

    private static final AtomicInteger LOOPS = new AtomicInteger();

    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final Counter delivered;
    private final Counter merged;
    private final Map<Signal.Resync.Reason, Counter> resyncs = new EnumMap<>(Signal.Resync.Reason.class);
    private final Map<CloseCause, Counter> closes = new EnumMap<>(CloseCause.class);
    private final Timer eventToSocket;
    private final Timer loopLag;

    Meters(MeterRegistry registry) {
        var loop = Tags.of("loop", String.valueOf(LOOPS.getAndIncrement()));
        var sessionGauge =
                Gauge.builder("lockstep.sessions", sessions, AtomicInteger::get).tags(loop);
        var subscriptionGauge = Gauge.builder("lockstep.subscriptions", subscriptions, AtomicInteger::get)
                .tags(loop);
        sessionGauge.register(registry);
        subscriptionGauge.register(registry);
        delivered = Counter.builder("lockstep.delivered").register(registry);
        merged = Counter.builder("lockstep.merged").register(registry);
        for (var reason : Signal.Resync.Reason.values()) {
            resyncs.put(
                    reason,
                    Counter.builder("lockstep.resyncs")
                            .tag("reason", word(reason))
                            .register(registry));
        }
        for (var cause : CloseCause.values()) {
            closes.put(
                    cause,
                    Counter.builder("lockstep.closes").tag("cause", word(cause)).register(registry));
        }
        eventToSocket = Timer.builder("lockstep.event.to.socket")
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        loopLag = Timer.builder("lockstep.loop.lag")
                .tags(loop)
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    void sessions(int count) {
        sessions.set(count);
    }

    void subscriptions(int count) {
        subscriptions.set(count);
    }

    void delivered(int count) {
        delivered.increment(count);
    }

    void merged(int count) {
        merged.increment(count);
    }

    void resynced(Signal.Resync.Reason reason, int sessions) {
        Objects.requireNonNull(resyncs.get(reason)).increment(sessions);
    }

    void closing(CloseCause cause) {
        Objects.requireNonNull(closes.get(cause)).increment();
    }

    /** A change has been flushed to its listeners. */
    void flushed(Event.Changed changed) {
        var age = Duration.between(changed.at(), Instant.now());
        eventToSocket.record(age.isNegative() ? Duration.ZERO : age);
    }

    void lagged(long nanos) {
        loopLag.record(Duration.ofNanos(Math.max(0, nanos)));
    }
}
