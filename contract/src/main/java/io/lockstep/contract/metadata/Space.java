package io.lockstep.contract.metadata;

import io.lockstep.contract.Role;
import java.util.List;
import java.util.Map;

/**
 * What access is granted on.
 *
 * @param role the asking actor's own role
 * @param members principal ({@code user:alice}, {@code group:staff}) to role; empty unless the actor is a manager
 * @param cursor the head of the feed
 */
public record Space(
        String space, String title, Role role, List<FieldDefinition> fields, Map<String, Role> members, String cursor) {
    public Space {
        fields = List.copyOf(fields);
        members = Map.copyOf(members);
    }
}
