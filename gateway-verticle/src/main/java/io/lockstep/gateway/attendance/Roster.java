package io.lockstep.gateway.attendance;

import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.LockOwner;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected to this node, on any event loop and any wire: users, and the sessions that their sockets speak for.
 * Several sockets may speak for one session, e.g. while a client reconnects. Thread-safe.
 */
public final class Roster {
    /** How many sockets there are for each; a user is here without a session's name too. */
    private final ConcurrentHashMap<LockOwner, Integer> sockets = new ConcurrentHashMap<>();

    public void enter(String user, @Nullable String session) {
        sockets.merge(new LockOwner(user, session), 1, Integer::sum);
    }

    public void leave(String user, @Nullable String session) {
        sockets.computeIfPresent(new LockOwner(user, session), (owner, count) -> count == 1 ? null : count - 1);
    }

    boolean isHere(Attendee attendee) {
        return sockets.containsKey(new LockOwner(attendee.user(), attendee.session()));
    }
}
