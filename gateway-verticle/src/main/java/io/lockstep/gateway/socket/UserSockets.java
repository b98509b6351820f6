package io.lockstep.gateway.socket;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;

/** How many sockets of a kind each user has on this node. Shared by its event loops; safe to call from each. */
public final class UserSockets {
    private final LocalMap<String, Integer> counts;
    private final int max;

    /**
     * The counts of this node, which are the same for each who asks.
     *
     * @param kind those of the same kind count together
     */
    public UserSockets(Vertx vertx, String kind, int max) {
        this.counts = vertx.sharedData().getLocalMap("lockstep.sockets." + kind);
        this.max = max;
    }

    /** Counts a new socket of the user; false, counting nothing, when he has as many as he may. */
    public boolean enter(String user) {
        if (counts.merge(user, 1, Integer::sum) <= max) {
            return true;
        }
        leave(user);
        return false;
    }

    public void leave(String user) {
        counts.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
    }
}
