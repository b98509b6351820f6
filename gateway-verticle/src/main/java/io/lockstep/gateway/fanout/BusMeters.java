package io.lockstep.gateway.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What operators are shown of events that come to this node by the bus, before they are handed to event loops.
 *
 * <table>
 * <caption>Meters, as Prometheus names them</caption>
 * <tr><td>lockstep_bus_messages_total</td><td>messages with events that came from dispatchers</td></tr>
 * <tr><td>lockstep_bus_events_total{wanted}</td><td>events in them; {@code false} for those of topics that nobody here
 *     listens to, which came because another topic of their shard is listened to</td></tr>
 * <tr><td>lockstep_bus_shards</td><td>shards that this node listens to</td></tr>
 * </table>
 */
final class BusMeters {
    private final Counter messages;
    private final Counter wanted;
    private final Counter unwanted;
    private final AtomicInteger shards = new AtomicInteger();

    BusMeters(MeterRegistry registry) {
        messages = Counter.builder("lockstep.bus.messages").register(registry);
        wanted = Counter.builder("lockstep.bus.events").tag("wanted", "true").register(registry);
        unwanted = Counter.builder("lockstep.bus.events").tag("wanted", "false").register(registry);
        Gauge.builder("lockstep.bus.shards", shards, AtomicInteger::get)
                .strongReference(true)
                .register(registry);
    }

    /** One message has come with so many events. */
    void received(int wantedEvents, int unwantedEvents) {
        messages.increment();
        wanted.increment(wantedEvents);
        unwanted.increment(unwantedEvents);
    }

    void shards(int count) {
        shards.set(count);
    }
}
