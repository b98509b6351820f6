package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Writes one document; needs role editor.
 *
 * <p>Fails with LOCKED (carries the {@code lock}) when a cell that it changes is locked by somebody else or its fence is
 * too old, REVISION_CONFLICT when a condition does not hold, NOT_FOUND when there is no such space or, in mode merge, no
 * such document, FORBIDDEN when the document is read-only.
 *
 * @param document null lets the server choose an id; allowed in mode create only
 * @param ifMatch the etag that the document must have now; {@code *} for any existing document
 * @param ifRevision the revision that the document must have now
 * @param fence the fence of the writer's lock, if he holds one: a write whose lock has passed on is refused
 * @param operation a caller's name for this write, unique in the space: repeating it takes effect once
 * @param readonly makes the document read-only or writable; null leaves it as it is; needs role manager
 */
public record WriteDocument(
        Actor actor,
        String space,
        @Nullable String document,
        WriteMode mode,
        JsonObject fields,
        @Nullable String ifMatch,
        @Nullable Long ifRevision,
        @Nullable Long fence,
        @Nullable String operation,
        @Nullable Boolean readonly) {
    public WriteDocument {
        Require.present(actor, "actor");
        SpaceId.check(space);
        Require.present(mode, "mode");
        if (document != null || mode != WriteMode.CREATE) {
            Require.name(document, "document");
        }
        fields = mode == WriteMode.DELETE && fields == null ? new JsonObject() : Require.present(fields, "fields");
        fields.fieldNames().forEach(field -> Require.name(field, "fields"));
        if (operation != null) {
            Require.name(operation, "operation");
        }
        if (mode == WriteMode.DELETE && (!fields.isEmpty() || readonly != null)) {
            throw Require.badRequest("a write of mode delete gives neither 'fields' nor 'readonly'");
        }
    }

    /** An unconditional write. */
    public static WriteDocument of(Actor actor, String space, String document, WriteMode mode, JsonObject fields) {
        return new WriteDocument(actor, space, document, mode, fields, null, null, null, null, null);
    }
}
