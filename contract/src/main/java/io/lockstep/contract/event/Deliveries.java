package io.lockstep.contract.event;

import io.lockstep.contract.Require;
import java.util.List;

/** Events of one shard on their way to the gateways, in order. */
public record Deliveries(List<Delivery> deliveries) {
    public Deliveries {
        deliveries = List.copyOf(Require.present(deliveries, "deliveries"));
    }

    /** One event and the topics whose listeners get it. */
    public record Delivery(List<String> topics, Event event) {
        public Delivery {
            topics = List.copyOf(Require.present(topics, "topics"));
            Require.present(event, "event");
        }
    }
}
