package io.lockstep.contract.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock, or waits for one: a user with all his sessions, or one of them.
 *
 * @param session null for all sessions of the user
 */
public record LockOwner(String user, @Nullable String session) {
    public LockOwner {
        Require.name(user, "user");
        if (session != null) {
            Require.name(session, "session");
        }
    }

    static LockOwner of(Actor actor, @Nullable Exclusive exclusive) {
        return new LockOwner(actor.user(), exclusive == Exclusive.SESSION ? actor.session() : null);
    }
}
