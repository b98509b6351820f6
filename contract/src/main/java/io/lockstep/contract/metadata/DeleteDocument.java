package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * Deletes one document, leaving a tombstone in the feed; needs role editor. Fails as {@link WriteDocument} does; any cell
 * locked by somebody else refuses it.
 *
 * @param operation a caller's name for this deletion, unique in the space: repeating it takes effect once
 */
public record DeleteDocument(
        Actor actor,
        String space,
        String document,
        @Nullable String ifMatch,
        @Nullable Long ifRevision,
        @Nullable Long fence,
        @Nullable String operation) {
    public DeleteDocument {
        Require.present(actor, "actor");
        SpaceId.check(space);
        Require.name(document, "document");
        if (operation != null) {
            Require.name(operation, "operation");
        }
    }

    /** A deletion without a name. */
    public DeleteDocument(
            Actor actor,
            String space,
            String document,
            @Nullable String ifMatch,
            @Nullable Long ifRevision,
            @Nullable Long fence) {
        this(actor, space, document, ifMatch, ifRevision, fence, null);
    }
}
