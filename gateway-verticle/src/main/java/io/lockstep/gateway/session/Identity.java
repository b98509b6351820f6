package io.lockstep.gateway.session;

import io.lockstep.contract.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks: a signed-in user, the name that others are shown, and his groups.
 *
 * @param scope what his token limits him to, as {@link io.lockstep.gateway.auth.Scope} reads it; null for all that his roles
 *     allow
 */
public record Identity(
        String user,
        String displayName,
        List<String> groups,
        @Nullable String scope) {
    public Identity {
        groups = List.copyOf(groups);
    }

    /** Who may do all that his roles allow. */
    public Identity(String user, String displayName, List<String> groups) {
        this(user, displayName, groups, null);
    }

    /** The same user, limited to a scope. */
    public Identity limitedTo(@Nullable String other) {
        return new Identity(user, displayName, groups, other);
    }

    /** This user as the actor of a request; {@code session} is empty for a request without one. */
    public Actor actor(String session) {
        return new Actor(user, groups, session);
    }

    public Actor actor() {
        return actor("");
    }
}
