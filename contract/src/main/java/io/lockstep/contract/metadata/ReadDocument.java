package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one document; needs role viewer.
 *
 * @param unless an etag: while it is the document's, the answer's {@code fields} are empty; null for the fields in any case
 */
public record ReadDocument(
        Actor actor,
        String space,
        String document,
        @Nullable String unless) {
    public ReadDocument {
        Require.present(actor, "actor");
        SpaceId.check(space);
        Require.name(document, "document");
    }

    /** With its fields in any case. */
    public ReadDocument(Actor actor, String space, String document) {
        this(actor, space, document, null);
    }
}
