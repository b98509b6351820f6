package io.lockstep.gateway.fanout;

import io.lockstep.contract.event.PresentUser;
import io.lockstep.gateway.session.Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who listens to one space through this node, however many sessions each has, and to which of its documents. */
final class LocalPresence {
    private final Map<String, Entry> byUser = new HashMap<>();

    private static final class Entry {
        String displayName = "";
        int subscriptions;
        final TreeMap<String, Integer> documents = new TreeMap<>();
    }

    /** As what the user is shown now. */
    PresentUser join(Identity listener, @Nullable String document) {
        var entry = byUser.computeIfAbsent(listener.user(), user -> new Entry());
        entry.displayName = listener.displayName();
        entry.subscriptions++;
        if (document != null) {
            entry.documents.merge(document, 1, Integer::sum);
        }
        return shown(listener.user(), entry);
    }

    /** As what the user is shown now; empty when he has left. */
    Optional<PresentUser> leave(Identity listener, @Nullable String document) {
        var entry = byUser.get(listener.user());
        if (entry == null || --entry.subscriptions == 0) {
            byUser.remove(listener.user());
            return Optional.empty();
        }
        if (document != null) {
            entry.documents.computeIfPresent(document, (same, count) -> count == 1 ? null : count - 1);
        }
        return Optional.of(shown(listener.user(), entry));
    }

    Optional<PresentUser> find(String user) {
        return Optional.ofNullable(byUser.get(user)).map(entry -> shown(user, entry));
    }

    List<PresentUser> users() {
        return byUser.entrySet().stream()
                .map(entry -> shown(entry.getKey(), entry.getValue()))
                .toList();
    }

    int size() {
        return byUser.size();
    }

    private static PresentUser shown(String user, Entry entry) {
        var documents = entry.documents.isEmpty()
                ? null
                : entry.documents.keySet().stream()
                        .limit(PresentUser.MAX_DOCUMENTS)
                        .toList();
        return new PresentUser(user, entry.displayName, documents);
    }
}
