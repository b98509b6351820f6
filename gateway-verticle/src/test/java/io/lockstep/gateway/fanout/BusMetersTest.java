package io.lockstep.gateway.fanout;

import static io.lockstep.gateway.fanout.FakeServices.SPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Bus;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Deliveries;
import io.lockstep.contract.event.Deliveries.Delivery;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is counted of the bus before it is handed out. */
class BusMetersTest extends HubRig {
    @Test
    void event_that_nobody_here_listens_to_is_counted_as_such() throws Exception {
        // Given
        var client = new FakeClient();
        listen(client, "alice", null);
        var neighbour = IntStream.range(0, 100_000)
                .mapToObj(number -> "metavox:" + number)
                .filter(space -> !space.equals(SPACE))
                .filter(space -> Topic.shard(Topic.space(space)) == Topic.shard(TOPIC))
                .findFirst()
                .orElseThrow();
        var wanted = events(true);
        var unwanted = events(false);
        var messages = registry.counter("lockstep.bus.messages").count();
        // When
        new Events(new Bus(vertx))
                .deliver(
                        Topic.shard(TOPIC),
                        new Deliveries(List.of(flushed(neighbour), flushed(neighbour), flushed(SPACE))));
        services.write("marker");
        client.until("changed");
        // Then
        assertThat(events(false) - unwanted).isEqualTo(2);
        assertThat(events(true) - wanted).isEqualTo(2);
        assertThat(registry.counter("lockstep.bus.messages").count() - messages).isEqualTo(2);
        // The shard of this space, and the one that tells every node of changes of access.
        assertThat(registry.get("lockstep.bus.shards").gauge().value()).isEqualTo(2);
    }

    private double events(boolean isWanted) {
        return registry.counter("lockstep.bus.events", "wanted", String.valueOf(isWanted))
                .count();
    }

    private static Delivery flushed(String space) {
        return new Delivery(List.of(Topic.space(space)), new Event.Flushed(space, 0));
    }
}
