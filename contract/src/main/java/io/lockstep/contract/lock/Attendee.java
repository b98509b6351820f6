package io.lockstep.contract.lock;

import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody on whose presence something in a space depends: a lock with {@code releaseOnDisconnect}, or a place in a line.
 *
 * @param session the session that has to be there; null for any of the user's
 */
public record Attendee(String space, String user, @Nullable String session) {
    public Attendee {
        SpaceId.check(space);
        Require.name(user, "user");
        if (session != null) {
            Require.name(session, "session");
        }
    }
}
