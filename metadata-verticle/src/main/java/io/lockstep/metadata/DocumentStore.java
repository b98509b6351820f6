package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentSync;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.SyncDocuments;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The room of the store for documents and the feeds of their changes; {@link MetadataStore} says what all rooms promise. */
interface DocumentStore {

    /**
     * Decides and stores a batch. The spaces it writes to are locked in the order of their ids, what stands is read, the
     * rules decide, and what they decided is stored: all of it or nothing. Batches that share a space happen one after
     * the other, so each space's seq has no gap and grows in the order of the commits.
     *
     * @param rules must be pure: they run again when the transaction has to be repeated
     */
    Future<Decisions> commit(List<Write> batch, Function<Standing, Decisions> rules);

    /** The document; empty when there is none or the actor has no role in its space. */
    Future<Optional<Document>> readDocument(Actor actor, DocumentKey key);

    /**
     * The documents of a listing in its order; empty when there is no such space or the actor has no role in it.
     *
     * @param limit how many at most, instead of the listing's own limit
     */
    Future<Optional<Sight<Listing.Item>>> listDocuments(Listing listing, int limit);

    /** What a {@link SyncDocuments} asks for, {@code ifHead} aside; empty when there is no such space or the actor has no role in it. */
    Future<Optional<DocumentSync>> syncDocuments(SyncDocuments request);

    /**
     * Moves the space's time out of the second of its last change into the next one, if that has begun: no change is given
     * an earlier time from then on. Changes nothing else.
     */
    Future<Void> settleSpace(String space, Instant now);

    /**
     * The feed's entries after a position, without a hole; empty when there is no such space or the actor has no role in
     * it.
     *
     * @param since a position at or above the floor; a lower one means the floor
     */
    Future<Optional<Sight<Event.Changed>>> listChanges(Actor actor, String space, long since, int limit);

    /** The heads of those of the spaces that exist. */
    Future<Heads> listHeads(List<String> spaces);
}
