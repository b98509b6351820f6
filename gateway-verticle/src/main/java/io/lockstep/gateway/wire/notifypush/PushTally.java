package io.lockstep.gateway.wire.notifypush;

import io.lockstep.contract.push.PushCounts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts the connections of this node and what they are told. Shared by all event loops; safe to call from each. */
final class PushTally {
    /** What the dispatcher counts in the same process, if it runs there. */
    private static final String RECEIVED = "lockstep.push.events.received";

    private static final String MAPPING_QUERIES = "lockstep.push.mapping.queries";

    private final MeterRegistry registry;
    private final AtomicInteger active = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> users = new ConcurrentHashMap<>();
    private final LongAdder total = new LongAdder();
    private final LongAdder files = new LongAdder();
    private final LongAdder activities = new LongAdder();
    private final LongAdder notifications = new LongAdder();
    private final LongAdder custom = new LongAdder();

    PushTally(MeterRegistry registry) {
        this.registry = registry;
    }

    void entered(String user) {
        active.incrementAndGet();
        total.increment();
        users.merge(user, 1, Integer::sum);
    }

    void left(String user) {
        active.decrementAndGet();
        users.computeIfPresent(user, (same, count) -> count == 1 ? null : count - 1);
    }

    int active() {
        return active.get();
    }

    void saidCustom() {
        custom.increment();
    }

    void said(Notice notice) {
        if (notice instanceof Notice.Files) {
            files.increment();
        } else if (notice instanceof Notice.Activity) {
            activities.increment();
        } else {
            notifications.increment();
        }
    }

    PushCounts counts() {
        return new PushCounts(
                active.get(),
                users.size(),
                total.sum(),
                files.sum(),
                activities.sum(),
                notifications.sum(),
                custom.sum());
    }

    /** The page of the original, without help and types, with its names and their order. */
    String page() {
        var counts = counts();
        return "active_connection_count " + counts.activeConnections() + "\n"
                + "active_user_count " + counts.activeUsers() + "\n"
                + "total_connection_count " + counts.totalConnections() + "\n"
                + "mapping_query_count " + counted(MAPPING_QUERIES) + "\n"
                + "event_count_total " + counted(RECEIVED) + "\n"
                + "message_count_total " + counts.sent() + "\n"
                + "message_count_total{type=\"file\"} " + counts.sentFiles() + "\n"
                + "message_count_total{type=\"notification\"} " + counts.sentNotifications() + "\n"
                + "message_count_total{type=\"activity\"} " + counts.sentActivities() + "\n"
                + "message_count_total{type=\"custom\"} " + counts.sentCustom() + "\n";
    }

    private long counted(String name) {
        Counter counter = registry.find(name).counter();
        return counter == null ? 0 : (long) counter.count();
    }
}
