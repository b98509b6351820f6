package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new document with the fields that another one has at one moment; needs role viewer where that one is, and role
 * editor in the space of the copy.
 *
 * <p>Fails with NOT_FOUND when there is nothing to copy, REVISION_CONFLICT when the new document exists already, and as a
 * {@link WriteDocument} in mode create does; the fields must fit the definitions of the space they come to.
 *
 * @param toSpace where the copy goes; null for the same space
 * @param toDocument the id of the copy; null lets the server choose one
 * @param operation a caller's name for this copy, unique in the space it goes to: repeating it takes effect once
 */
public record CopyDocument(
        Actor actor,
        String space,
        String document,
        @Nullable String toSpace,
        @Nullable String toDocument,
        @Nullable String operation) {
    public CopyDocument {
        Require.present(actor, "actor");
        SpaceId.check(space);
        Require.name(document, "document");
        if (toSpace != null) {
            SpaceId.check(toSpace);
        }
        if (toDocument != null) {
            Require.name(toDocument, "toDocument");
        }
        if (operation != null) {
            Require.name(operation, "operation");
        }
    }

    /** The write that makes the copy. */
    public WriteDocument toWrite(JsonObject fields) {
        return new WriteDocument(
                actor,
                toSpace == null ? space : toSpace,
                toDocument,
                WriteMode.CREATE,
                fields,
                null,
                null,
                null,
                operation,
                null);
    }
}
