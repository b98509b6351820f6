package io.lockstep.gateway.session;

import io.lockstep.contract.Actor;
import java.util.List;

/** Who speaks: a signed-in user, the name that others are shown, and his groups. */
public record Identity(String user, String displayName, List<String> groups) {
    public Identity {
        groups = List.copyOf(groups);
    }

    /** This user as the actor of a request; {@code session} is empty for a request without one. */
    public Actor actor(String session) {
        return new Actor(user, groups, session);
    }

    public Actor actor() {
        return actor("");
    }
}
