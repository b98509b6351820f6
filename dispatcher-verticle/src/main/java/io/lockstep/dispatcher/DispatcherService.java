package io.lockstep.dispatcher;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Deliveries;
import io.lockstep.contract.event.Deliveries.Delivery;
import io.lockstep.contract.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rule of the dispatcher: which events go to which shard. Has no state. */
final class DispatcherService {

    /** The deliveries by shard; the events of one shard keep their order. */
    Map<Integer, Deliveries> route(List<Event> events) {
        return events.stream()
                .collect(groupingBy(
                        DispatcherService::shard,
                        LinkedHashMap::new,
                        mapping(
                                event -> new Delivery(event.topics(), event),
                                collectingAndThen(toList(), Deliveries::new))));
    }

    /** All topics of an event are of one shard. */
    private static int shard(Event event) {
        return Topic.shard(event.topics().get(0));
    }
}
