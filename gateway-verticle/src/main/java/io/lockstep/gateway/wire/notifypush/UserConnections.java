package io.lockstep.gateway.wire.notifypush;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;

/** How many sockets each user has on this node. Shared by its event loops; safe to call from each. */
final class UserConnections {
    /** The original refuses a user who has more than 64 already. */
    static final int MAX = 65;

    private final LocalMap<String, Integer> counts;

    UserConnections(Vertx vertx) {
        this.counts = vertx.sharedData().getLocalMap("lockstep.notifypush.connections");
    }

    /** Counts a new socket of the user; false, counting nothing, when he has as many as he may. */
    boolean enter(String user) {
        if (counts.merge(user, 1, Integer::sum) <= MAX) {
            return true;
        }
        leave(user);
        return false;
    }

    void leave(String user) {
        counts.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
    }
}
