package io.lockstep.metadata;

import io.vertx.core.Future;

/**
 * What is kept: documents with their feeds, spaces with their members, accounts.
 *
 * <p>Every method is atomic, and a read sees one moment. A Future fails with UNAVAILABLE when the store is away or too
 * busy; nothing was changed then, unless the message says that the outcome is unknown. Any other failure is a fault of
 * ours.
 */
interface MetadataStore {
    DocumentStore documents();

    SpaceStore spaces();

    AccountStore accounts();

    /** Gives all connections back; no method may be called after it. */
    Future<Void> close();
}
