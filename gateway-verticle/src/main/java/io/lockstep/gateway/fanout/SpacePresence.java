package io.lockstep.gateway.fanout;

import io.lockstep.contract.event.PresentUser;
import io.lockstep.gateway.session.Signal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who listens to one space through all nodes: one entry per user, however many nodes he is connected to. */
final class SpacePresence {
    private static final int MAX_LISTED = 200;

    private final TreeMap<String, TreeMap<String, PresentUser>> byUser = new TreeMap<>();
    private final Map<String, Set<String>> byNode = new HashMap<>();

    /** True when that is news. */
    boolean put(String node, PresentUser user) {
        byNode.computeIfAbsent(node, added -> new HashSet<>()).add(user.user());
        var old = byUser.computeIfAbsent(user.user(), added -> new TreeMap<>()).put(node, user);
        return !user.equals(old);
    }

    /** True when that is news. */
    boolean remove(String node, String user) {
        var users = byNode.get(node);
        if (users == null || !users.remove(user)) {
            return false;
        }
        if (users.isEmpty()) {
            byNode.remove(node);
        }
        byUser.computeIfPresent(user, (same, nodes) -> {
            nodes.remove(node);
            return nodes.isEmpty() ? null : nodes;
        });
        return true;
    }

    /** These are all users of the node; true when that is news. */
    boolean replace(String node, List<PresentUser> users) {
        var gone = new HashSet<>(byNode.getOrDefault(node, Set.of()));
        users.forEach(user -> gone.remove(user.user()));
        var isNews = !gone.isEmpty();
        for (var user : gone) {
            isNews |= remove(node, user);
        }
        for (var user : users) {
            isNews |= put(node, user);
        }
        return isNews;
    }

    /** The first {@value #MAX_LISTED} by their names. */
    List<Signal.Present> users() {
        return byUser.entrySet().stream()
                .limit(MAX_LISTED)
                .map(entry -> shown(entry.getKey(), entry.getValue()))
                .toList();
    }

    int total() {
        return byUser.size();
    }

    /** Whether somebody is there who is not listed. */
    boolean isMoreThanListed() {
        return byUser.size() > MAX_LISTED;
    }

    private static Signal.Present shown(String user, Map<String, PresentUser> nodes) {
        var documents = nodes.values().stream()
                .flatMap(here -> here.documents() == null ? null : here.documents().stream())
                .distinct()
                .sorted()
                .limit(PresentUser.MAX_DOCUMENTS)
                .toList();
        return new Signal.Present(user, nodes.values().iterator().next().displayName(), documents);
    }
}
