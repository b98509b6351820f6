package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.Written;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch finds while it holds the locks of its spaces; nobody else can change it until the batch has ended.
 *
 * @param heads the spaces that exist
 * @param grants by space, at least the roles of the principals that write
 * @param documents those written to that have a row, deleted ones too
 * @param operations the answers of those named writes that took effect before
 * @param definitions by space, how its fields are defined; nothing for a space without definitions
 * @param usage by space, how much it holds
 */
record Standing(
        Map<String, SpaceHead> heads,
        Map<String, Grants> grants,
        Map<DocumentKey, StoredDocument> documents,
        Map<OperationKey, Written> operations,
        Map<String, List<FieldDefinition>> definitions,
        Map<String, Usage> usage) {

    /** Null when there is no such space, or the actor has no role in it. */
    @Nullable
    Role roleOf(Actor actor, String space) {
        return heads.containsKey(space)
                ? grants.getOrDefault(space, Grants.NONE).roleOf(actor)
                : null;
    }
}
