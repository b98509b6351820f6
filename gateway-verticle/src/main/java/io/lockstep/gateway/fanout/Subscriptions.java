package io.lockstep.gateway.fanout;

import io.lockstep.gateway.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to what on one event loop: topic to subscriptions, and session to subscriptions. Plain maps of the loop.
 *
 * <p>A topic's list is unordered: removing swaps the last one in, so that joining and leaving cost the same however many
 * listen.
 */
final class Subscriptions {
    private final Map<String, ArrayList<Subscription>> byTopic = new HashMap<>();
    private final Map<Session, Map<String, Subscription>> bySession = new HashMap<>();

    /** The listeners of a topic, for reading by index from the end; empty when there is none. */
    List<Subscription> of(String topic) {
        var list = byTopic.get(topic);
        return list == null ? List.of() : list;
    }

    /** All subscriptions whose access is decided by the space. */
    List<Subscription> ofSpace(String space) {
        return byTopic.values().stream()
                .flatMap(List::stream)
                .filter(subscription -> space.equals(subscription.space()))
                .toList();
    }

    List<Subscription> ofSession(Session session) {
        return List.copyOf(bySession.getOrDefault(session, Map.of()).values());
    }

    @Nullable
    Subscription find(Session session, String topic) {
        return bySession.getOrDefault(session, Map.of()).get(topic);
    }

    void add(Subscription subscription) {
        var list = byTopic.computeIfAbsent(subscription.topic(), topic -> new ArrayList<>(1));
        subscription.index = list.size();
        list.add(subscription);
        bySession
                .computeIfAbsent(subscription.session(), session -> new HashMap<>())
                .put(subscription.topic(), subscription);
    }

    void remove(Subscription subscription) {
        subscription.end();
        var list = byTopic.get(subscription.topic());
        if (list == null || subscription.index < 0) {
            return;
        }
        var last = list.remove(list.size() - 1);
        if (last != subscription) {
            list.set(subscription.index, last);
            last.index = subscription.index;
        }
        subscription.index = -1;
        if (list.isEmpty()) {
            byTopic.remove(subscription.topic());
        }
        var ofSession = bySession.get(subscription.session());
        if (ofSession != null && ofSession.remove(subscription.topic(), subscription) && ofSession.isEmpty()) {
            bySession.remove(subscription.session());
        }
    }
}
