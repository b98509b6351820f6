package io.lockstep.gateway.fanout;

import io.lockstep.gateway.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to what on one event loop, as plain maps of the loop: lists of subscriptions, each to one topic or to one
 * selection of it.
 *
 * <p>A list is unordered: removing swaps the last one in, so that joining and leaving cost the same however many listen.
 */
final class Subscriptions {
    private final Map<String, List<Subscription>> lists = new HashMap<>();
    private final Map<String, Set<String>> selectionsOfTopic = new HashMap<>();
    private final Map<String, Set<String>> listsOfSpace = new HashMap<>();
    private final Map<Session, Map<String, Subscription>> bySession = new HashMap<>();
    private int count;

    /** The listeners of a topic or selection, for reading by index from the end; empty when there is none. */
    List<Subscription> of(String list) {
        var listeners = lists.get(list);
        return listeners == null ? List.of() : listeners;
    }

    /** The selections of a topic that somebody listens to. */
    Set<String> selections(String topic) {
        return selectionsOfTopic.getOrDefault(topic, Set.of());
    }

    /** All subscriptions whose access is decided by the space. */
    List<Subscription> ofSpace(String space) {
        var all = new ArrayList<Subscription>();
        listsOfSpace.getOrDefault(space, Set.of()).forEach(list -> all.addAll(of(list)));
        return all;
    }

    List<Subscription> ofSession(Session session) {
        return List.copyOf(bySession.getOrDefault(session, Map.of()).values());
    }

    int countOf(Session session) {
        return bySession.getOrDefault(session, Map.of()).size();
    }

    int count() {
        return count;
    }

    @Nullable
    Subscription find(Session session, String topic) {
        return bySession.getOrDefault(session, Map.of()).get(topic);
    }

    void add(Subscription subscription) {
        var list = lists.computeIfAbsent(subscription.list(), first -> newList(subscription));
        subscription.index = list.size();
        list.add(subscription);
        // Most sessions have one or two.
        bySession
                .computeIfAbsent(subscription.session(), session -> new HashMap<>(2))
                .put(subscription.topic(), subscription);
        count++;
    }

    private List<Subscription> newList(Subscription subscription) {
        var space = subscription.space();
        if (space != null) {
            listsOfSpace.computeIfAbsent(space, first -> new HashSet<>()).add(subscription.list());
        }
        if (subscription.wanted() != null) {
            selectionsOfTopic
                    .computeIfAbsent(subscription.topic(), first -> new HashSet<>())
                    .add(subscription.list());
        }
        return new ArrayList<>(1);
    }

    /** True when it was the last one of its list. */
    boolean remove(Subscription subscription) {
        subscription.end();
        var list = lists.get(subscription.list());
        if (list == null || subscription.index < 0) {
            return false;
        }
        count--;
        var last = list.remove(list.size() - 1);
        if (last != subscription) {
            list.set(subscription.index, last);
            last.index = subscription.index;
        }
        subscription.index = -1;
        var ofSession = bySession.get(subscription.session());
        if (ofSession != null && ofSession.remove(subscription.topic(), subscription) && ofSession.isEmpty()) {
            bySession.remove(subscription.session());
        }
        if (list.isEmpty()) {
            lists.remove(subscription.list());
            forget(listsOfSpace, subscription.space(), subscription.list());
            forget(selectionsOfTopic, subscription.topic(), subscription.list());
        }
        return list.isEmpty();
    }

    private static void forget(Map<String, Set<String>> listsOf, @Nullable String key, String list) {
        if (key != null) {
            listsOf.computeIfPresent(key, (same, names) -> {
                names.remove(list);
                return names.isEmpty() ? null : names;
            });
        }
    }
}
