package io.lockstep.dispatcher;

import io.lockstep.contract.event.Event;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on events in the order in which they were heard, though some have to find out first whom they are for: those that
 * came later wait for them. What is to be found out is so at the same time for all. Confined to one event loop.
 *
 * <p>At most {@value #MAX_WAITING} wait; then what cannot be told at once is dropped, and the rest goes on in order.
 */
final class InOrder {
    static final int MAX_WAITING = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(InOrder.class);

    private final Consumer<List<Event>> sink;
    private final ArrayDeque<Future<List<Event>>> waiting = new ArrayDeque<>();
    private int dropped;

    InOrder(Consumer<List<Event>> sink) {
        this.sink = sink;
    }

    /** What fails is nothing. */
    void add(Future<List<Event>> events) {
        if (waiting.isEmpty() && events.succeeded()) {
            hand(events);
            return;
        }
        if (waiting.size() >= MAX_WAITING) {
            skipHead();
        }
        waiting.add(events);
        events.onComplete(known -> drain());
    }

    /** Too long a queue means that the first of it hangs. */
    private void skipHead() {
        waiting.remove();
        dropped++;
        LOG.atWarn().addKeyValue("count", dropped).log("dropped a change whose viewers could not be found out in time");
        drain();
    }

    private void drain() {
        while (!waiting.isEmpty() && waiting.peek().isComplete()) {
            hand(waiting.remove());
        }
    }

    private void hand(Future<List<Event>> events) {
        if (events.succeeded() && !events.result().isEmpty()) {
            sink.accept(events.result());
        }
    }
}
