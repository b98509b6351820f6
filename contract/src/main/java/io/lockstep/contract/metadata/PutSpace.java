package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.SpaceId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates a space (admins only) or changes one (managers).
 *
 * @param title the id when not given
 * @param fields the field definitions in the order in which they are shown; null leaves them as they are
 * @param members all members, principal to role; null leaves them as they are
 * @param owner the user whose quota bounds what the space holds (admins only); null leaves him as he is, nobody at first
 */
public record PutSpace(
        Actor actor,
        String space,
        @Nullable String title,
        @Nullable List<FieldDefinition> fields,
        @Nullable Map<String, Role> members,
        @Nullable String owner) {
    public PutSpace {
        Require.present(actor, "actor");
        SpaceId.check(space);
        fields = fields == null ? null : List.copyOf(fields);
        members = members == null ? null : Map.copyOf(members);
        if (members != null) {
            members.keySet().forEach(PutMembers::checkPrincipal);
        }
        if (owner != null) {
            Require.name(owner, "owner");
        }
    }

    /** Leaves the owner as he is. */
    public PutSpace(
            Actor actor,
            String space,
            @Nullable String title,
            @Nullable List<FieldDefinition> fields,
            @Nullable Map<String, Role> members) {
        this(actor, space, title, fields, members, null);
    }
}
