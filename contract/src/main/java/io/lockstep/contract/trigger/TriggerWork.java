package io.lockstep.contract.trigger;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to do.
 *
 * @param version grows with every change of the triggers
 * @param orders all triggers; null when they are those that were known
 * @param behind the feeds that triggers have not seen all of
 */
public record TriggerWork(long version, @Nullable List<Order> orders, List<Feed> behind) {
    public TriggerWork {
        orders = orders == null ? null : List.copyOf(orders);
        behind = List.copyOf(behind);
    }

    /**
     * A trigger as it is matched.
     *
     * @param since by space, the seq after which it counts
     */
    public record Order(
            String trigger, List<String> rules, @Nullable Long debounceMillis, Map<String, Long> since) {
        public Order {
            rules = List.copyOf(rules);
            since = Map.copyOf(since);
        }
    }

    /**
     * A feed that goes on after a cursor.
     *
     * @param known what the store has of that cursor, for {@link EnqueueJobs}; null for nothing
     * @param from where to read on, which is later when the feed reaches back no longer
     */
    public record Feed(String space, @Nullable String known, String from) {}
}
