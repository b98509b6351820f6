package io.lockstep.gateway.wire.cozy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A row of {@code _changes}. Pure.
 *
 * @param document as it is now, or what is left of it
 */
record ChangesRow(String id, String seq, Revision revision, boolean isDeleted, JsonObject document) {
    /** The same, with nothing but what a row needs. */
    ChangesRow withoutDocument() {
        return new ChangesRow(id, seq, revision, isDeleted, new JsonObject());
    }

    JsonObject json(boolean withDocument) {
        var json = new JsonObject().put("id", id).put("seq", seq);
        if (withDocument) {
            json.put("doc", document);
        }
        if (isDeleted) {
            json.put("deleted", true);
        }
        return json.put("changes", new JsonArray().add(new JsonObject().put("rev", revision.toString())));
    }
}
