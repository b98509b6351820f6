package io.lockstep.metadata;

import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.Space;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A space as it is stored, with all its members.
 *
 * @param owner the user whose quota bounds it; null for nobody's
 * @param usage as it was read; writes of documents change it, updates of the space do not
 */
record StoredSpace(
        SpaceHead head,
        String title,
        List<FieldDefinition> fields,
        Grants grants,
        @Nullable String owner,
        Usage usage) {
    StoredSpace {
        fields = List.copyOf(fields);
    }

    /** The space as somebody with this role sees it: only managers see the members. */
    Space seenAs(Role role) {
        var members = role == Role.MANAGER ? grants.members() : Map.<String, Role>of();
        var usedBytes = owner == null ? null : (Long) usage.usedBytes();
        return new Space(head.space(), title, role, fields, members, head.cursor(), usedBytes, usage.quotaBytes());
    }

    /** With other members; the access version grows if they differ. */
    StoredSpace withGrants(Grants next) {
        return next.equals(grants) ? this : new StoredSpace(head.withNewAccess(), title, fields, next, owner, usage);
    }
}
