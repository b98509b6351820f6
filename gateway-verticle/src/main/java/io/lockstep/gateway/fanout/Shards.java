package io.lockstep.gateway.fanout;

import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Deliveries;
import io.lockstep.contract.event.Events;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's consumers on the bus: one for each shard that has a topic which somebody here wants. For the feed loop. */
final class Shards {
    private static final Logger LOG = LoggerFactory.getLogger(Shards.class);

    private final Events events;
    private final Consumer<Deliveries> handler;
    private final BusMeters meters;
    private final Map<Integer, Shard> byNumber = new HashMap<>();

    private record Shard(MessageConsumer<JsonObject> consumer, Future<Void> ready, Set<String> topics) {}

    Shards(Events events, BusMeters meters, Consumer<Deliveries> handler) {
        this.events = events;
        this.meters = meters;
        this.handler = handler;
    }

    /** Ends when what is published on the topic from now on comes to this node. */
    Future<Void> listen(String topic) {
        var shard = byNumber.computeIfAbsent(Topic.shard(topic), number -> {
            var topics = new HashSet<String>();
            var consumer = events.onDelivered(number, deliveries -> received(topics, deliveries));
            return new Shard(consumer, consumer.completion(), topics);
        });
        shard.topics().add(topic);
        meters.shards(byNumber.size());
        return shard.ready();
    }

    void unlisten(String topic) {
        var number = Topic.shard(topic);
        var shard = byNumber.get(number);
        if (shard != null && shard.topics().remove(topic) && shard.topics().isEmpty()) {
            byNumber.remove(number);
            meters.shards(byNumber.size());
            shard.consumer()
                    .unregister()
                    .onFailure(failure -> LOG.atDebug().setCause(failure).log("a shard was not unregistered"));
        }
    }

    /** A message comes to whoever listens to the shard, and may be of topics that nobody here wants. */
    private void received(Set<String> topics, Deliveries deliveries) {
        var wanted = 0;
        for (var delivery : deliveries.deliveries()) {
            if (!Collections.disjoint(topics, delivery.topics())) {
                wanted++;
            }
        }
        meters.received(wanted, deliveries.deliveries().size() - wanted);
        handler.accept(deliveries);
    }

    Future<Void> stop() {
        var ended = new ArrayList<Future<Void>>();
        byNumber.values().forEach(shard -> ended.add(shard.consumer().unregister()));
        byNumber.clear();
        return Future.join(ended).mapEmpty();
    }
}
