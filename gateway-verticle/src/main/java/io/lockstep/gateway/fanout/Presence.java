package io.lockstep.gateway.fanout;

import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Signal;
import java.util.List;
import java.util.TreeMap;

/** Who listens to one space through this node, however many sessions each has. */
final class Presence {
    private final TreeMap<String, Entry> byUser = new TreeMap<>();

    private record Entry(String displayName, int sessions) {}

    /** True when the user was not there before. */
    boolean join(Identity listener) {
        var entry = byUser.merge(
                listener.user(),
                new Entry(listener.displayName(), 1),
                (old, added) -> new Entry(added.displayName(), old.sessions() + 1));
        return entry.sessions() == 1;
    }

    /** True when that was the user's last session. */
    boolean leave(Identity listener) {
        var entry = byUser.computeIfPresent(
                listener.user(),
                (user, old) -> old.sessions() == 1 ? null : new Entry(old.displayName(), old.sessions() - 1));
        return entry == null;
    }

    /** In the order of their names. */
    List<Signal.Present> users() {
        return byUser.entrySet().stream()
                .map(entry ->
                        new Signal.Present(entry.getKey(), entry.getValue().displayName()))
                .toList();
    }
}
