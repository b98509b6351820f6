package io.lockstep.contract.metadata;

import io.lockstep.contract.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What access is granted on.
 *
 * @param role the asking actor's own role
 * @param members principal ({@code user:alice}, {@code group:staff}) to role; empty unless the actor is a manager
 * @param cursor the head of the feed
 * @param usedBytes what its documents and their attachments take, when it has an owner; a document takes the UTF-8 text of
 *     its fields as JSON without spaces
 * @param quotaBytes how much its owner lets it hold; null for no limit
 */
public record Space(
        String space,
        String title,
        Role role,
        List<FieldDefinition> fields,
        Map<String, Role> members,
        String cursor,
        @Nullable Long usedBytes,
        @Nullable Long quotaBytes) {
    public Space {
        fields = List.copyOf(fields);
        members = Map.copyOf(members);
    }

    /** Of a space that has no owner. */
    public Space(
            String space,
            String title,
            Role role,
            List<FieldDefinition> fields,
            Map<String, Role> members,
            String cursor) {
        this(space, title, role, fields, members, cursor, null, null);
    }
}
