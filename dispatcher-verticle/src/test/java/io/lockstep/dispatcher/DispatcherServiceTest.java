package io.lockstep.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Deliveries;
import io.lockstep.contract.event.Deliveries.Delivery;
import io.lockstep.contract.event.Event;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests which event goes to which shard. */
final class DispatcherServiceTest {
    private final DispatcherService service = new DispatcherService();

    @Test
    void every_event_goes_to_the_shard_of_its_topics() {
        // Given
        var unlocked = new Event.Unlocked("metavox:103", "456", "doc_title", "bob", 7, 3, "released");
        var access = new Event.AccessChanged("metavox:103", 2);

        // When
        var routed = service.route(List.of(unlocked, access));

        // Then
        assertThat(routed)
                .containsEntry(
                        Topic.shard("space/metavox:103"),
                        deliveries(List.of("space/metavox:103", "document/metavox:103/456"), unlocked))
                .containsEntry(Topic.shard(Topic.ACCESS), deliveries(List.of(Topic.ACCESS), access))
                .hasSize(2);
    }

    @Test
    void the_events_of_a_shard_keep_their_order() {
        // Given
        var events = IntStream.range(0, 1000)
                .<Event>mapToObj(number -> new Event.Custom("user" + number % 100, "m" + number, null))
                .toList();

        // When
        var routed = service.route(events);

        // Then
        routed.forEach((shard, deliveries) -> assertThat(
                        deliveries.deliveries().stream().map(Delivery::event))
                .containsExactlyElementsOf(events.stream()
                        .filter(event -> Topic.shard(event.topics().get(0)) == shard)
                        .toList()));
        assertThat(routed.values().stream().mapToInt(shard -> shard.deliveries().size()))
                .satisfies(sizes -> assertThat(
                                sizes.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(events.size()));
    }

    @Test
    void what_is_sent_to_a_document_is_heard_by_the_listeners_of_its_space_too() {
        var toSpace = new Event.CustomInSpace("metavox:103", null, "m", null, null, null);
        var toDocument = new Event.CustomInSpace("metavox:103", "456", "m", null, "alice", 3L);

        assertThat(service.route(List.of(toSpace, toDocument)))
                .containsOnly(Map.entry(
                        Topic.shard("space/metavox:103"),
                        new Deliveries(List.of(
                                new Delivery(List.of("space/metavox:103"), toSpace),
                                new Delivery(List.of("space/metavox:103", "document/metavox:103/456"), toDocument)))));
    }

    @Test
    void no_events_are_no_deliveries() {
        assertThat(service.route(List.of())).isEmpty();
    }

    private static Deliveries deliveries(List<String> topics, Event event) {
        return new Deliveries(List.of(new Delivery(topics, event)));
    }
}
