package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.SpaceId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Grants and revokes access to a space; needs role manager. A revoked member's live subscriptions are cut.
 *
 * @param set principal to role
 * @param remove principals that are members no longer
 */
public record PutMembers(Actor actor, String space, Map<String, Role> set, List<String> remove) {
    public PutMembers(Actor actor, String space, @Nullable Map<String, Role> set, @Nullable List<String> remove) {
        this.actor = Require.present(actor, "actor");
        this.space = SpaceId.check(space);
        this.set = set == null ? Map.of() : Map.copyOf(set);
        this.remove = remove == null ? List.of() : List.copyOf(remove);
        this.set.keySet().forEach(PutMembers::checkPrincipal);
    }

    static void checkPrincipal(String principal) {
        if (!principal.startsWith("user:") && !principal.startsWith("group:")) {
            throw Require.badRequest("'members' must name user:<name> or group:<name>, not '" + principal + "'");
        }
        Require.name(principal.substring(principal.indexOf(':') + 1), "members");
    }
}
