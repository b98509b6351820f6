package io.lockstep.contract.event;

import io.lockstep.contract.Bus;
import io.lockstep.contract.Operation;
import io.lockstep.contract.Topic;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The typed client of the event addresses: sources publish, dispatchers route, gateways receive. */
public final class Events {
    public static final Operation<PublishEvents, Published> PUBLISH =
            new Operation<>("lockstep.event", PublishEvents.class, Published.class, Duration.ofSeconds(2));

    private static final String DELIVER = "lockstep.deliver.";
    private static final String PRESENCE = "lockstep.presence.";
    private static final String PRESENCE_OF_NODE = "lockstep.presence.of.";

    private final Bus bus;

    public Events(Bus bus) {
        this.bus = bus;
    }

    /** Hands events to any dispatcher. Order is kept from one sender; arrival is not promised. */
    public void publish(List<Event> events) {
        if (!events.isEmpty()) {
            bus.send(PUBLISH.address(), new PublishEvents(events));
        }
    }

    /** As {@link #publish}; ends when a dispatcher has handed them on. Fails with UNAVAILABLE when there is none. */
    public Future<Published> submit(List<Event> events) {
        return bus.request(PUBLISH, new PublishEvents(events));
    }

    /** Receives published events, each at one dispatcher only. Who asked is answered when the handler has returned. */
    public MessageConsumer<JsonObject> onPublished(Consumer<PublishEvents> handler) {
        return bus.listen(PUBLISH.address(), PublishEvents.class, handler);
    }

    /** Hands deliveries to every gateway that listens to the shard, 0 to {@value Topic#SHARDS} exclusive. */
    public void deliver(int shard, Deliveries deliveries) {
        bus.publish(DELIVER + shard, deliveries);
    }

    /** Receives the deliveries of a shard. */
    public MessageConsumer<JsonObject> onDelivered(int shard, Consumer<Deliveries> handler) {
        return bus.listen(DELIVER + shard, Deliveries.class, handler);
    }

    /** Tells all gateways that listen to the shard who is present through this one. */
    public void report(int shard, PresenceReport report) {
        bus.publish(PRESENCE + shard, report);
    }

    /** Receives what gateways report of a shard, also one's own reports. */
    public MessageConsumer<JsonObject> onReported(int shard, Consumer<PresenceReport> handler) {
        return bus.listen(PRESENCE + shard, PresenceReport.class, handler);
    }

    /** Asks a gateway node who is present through it. Fails with UNAVAILABLE when it is gone. */
    public Future<PresenceStates> presence(String node, ListPresence request) {
        return bus.request(presenceOf(node), request);
    }

    /** Answers who is present through this node, until its verticle stops. */
    public Future<Void> servePresence(String node, Function<ListPresence, Future<PresenceStates>> handler) {
        return bus.serve(presenceOf(node), handler);
    }

    private static Operation<ListPresence, PresenceStates> presenceOf(String node) {
        return new Operation<>(
                PRESENCE_OF_NODE + node, ListPresence.class, PresenceStates.class, Duration.ofSeconds(1));
    }
}
