package io.lockstep.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that events go on in the order in which they were heard. */
final class InOrderTest {
    private final List<String> handed = new ArrayList<>();
    private final InOrder inOrder =
            new InOrder(events -> events.forEach(event -> handed.add(((Event.Custom) event).message())));

    @Test
    void what_is_known_goes_on_at_once() {
        inOrder.add(known("a"));
        inOrder.add(known("b"));
        assertThat(handed).containsExactly("a", "b");
    }

    @Test
    void what_came_later_waits_for_what_has_to_be_found_out() {
        // Given
        var first = Promise.<List<Event>>promise();
        var second = Promise.<List<Event>>promise();
        inOrder.add(first.future());
        inOrder.add(known("b"));
        inOrder.add(second.future());
        inOrder.add(known("d"));

        // When
        second.complete(List.of(event("c")));
        assertThat(handed).isEmpty();
        first.complete(List.of(event("a1"), event("a2")));

        // Then
        assertThat(handed).containsExactly("a1", "a2", "b", "c", "d");
    }

    @Test
    void what_cannot_be_found_out_holds_nobody_up() {
        // Given
        var first = Promise.<List<Event>>promise();
        inOrder.add(first.future());
        inOrder.add(known("b"));

        // When
        first.fail("away");
        inOrder.add(known("c"));

        // Then
        assertThat(handed).containsExactly("b", "c");
    }

    @Test
    void too_long_a_queue_gives_up_its_head_and_keeps_its_order() {
        // Given
        var hanging = Promise.<List<Event>>promise();
        inOrder.add(hanging.future());
        for (int i = 1; i < InOrder.MAX_WAITING; i++) {
            inOrder.add(known(String.valueOf(i)));
        }
        assertThat(handed).isEmpty();

        // When
        inOrder.add(known("last"));
        hanging.complete(List.of(event("too late")));

        // Then
        assertThat(handed).hasSize(InOrder.MAX_WAITING).startsWith("1", "2").endsWith("last");
    }

    private static Future<List<Event>> known(String message) {
        return Future.succeededFuture(List.of(event(message)));
    }

    private static Event event(String message) {
        return new Event.Custom("alice", message, null);
    }
}
