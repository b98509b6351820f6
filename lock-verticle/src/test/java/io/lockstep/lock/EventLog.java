package io.lockstep.lock;

import io.lockstep.contract.Bus;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What arrives on the bus where a dispatcher would listen, with the time of its arrival. */
final class EventLog {
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    EventLog(Vertx... nodes) {
        for (var node : nodes) {
            new Events(new Bus(node)).onPublished(this::arrived).completion().await();
        }
    }

    private void arrived(io.lockstep.contract.event.PublishEvents message) {
        message.events().forEach(event -> arrivals.add(new Arrival(event, System.currentTimeMillis())));
    }

    /** Waits for the next event. */
    Arrival next() throws InterruptedException {
        var arrival = arrivals.poll(10, TimeUnit.SECONDS);
        if (arrival == null) {
            throw new AssertionError("no event arrived");
        }
        return arrival;
    }

    List<Event> next(int count) throws InterruptedException {
        var events = new ArrayList<Event>();
        while (events.size() < count) {
            events.add(next().event());
        }
        return events;
    }

    record Arrival(Event event, long atMillis) {}
}
