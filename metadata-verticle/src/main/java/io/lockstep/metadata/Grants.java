package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may do what in a space: principal to role. Admins are managers without being listed. */
record Grants(Map<String, Role> members) {
    static final Grants NONE = new Grants(Map.of());

    Grants {
        members = Map.copyOf(members);
    }

    /** The strongest role of the actor's principals; null when he has none. */
    @Nullable
    Role roleOf(Actor actor) {
        if (actor.isAdmin()) {
            return Role.MANAGER;
        }
        Role strongest = null;
        for (var principal : actor.principals()) {
            strongest = Role.stronger(strongest, members.get(principal));
        }
        return strongest;
    }
}
