package io.lockstep.metadata;

import io.lockstep.contract.metadata.Document;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A client of the model test that keeps a copy of a space and brings it up to date in its own way. */
interface SyncClient {

    /** Asks a node for what is new, once, and takes over what it says. */
    Future<Void> step(Rig node);

    /** Whether the copy must be what the space was at the last step. */
    boolean isCurrent();

    /** Whether the last step was the last part of what was asked for. */
    default boolean isDone() {
        return isCurrent();
    }

    Map<String, Held> copy();

    /** Loses everything, as an app that is installed anew. */
    void forget();

    /** What a client knows of a document. */
    record Held(String etag, JsonObject fields) {
        static Held of(Document document) {
            return new Held(document.etag(), document.fields());
        }
    }
}
