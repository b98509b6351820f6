package io.lockstep.metadata;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentSync;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.SyncDocuments;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    /**
     * The document as these principals may see it; empty when there is none.
     *
     * @param unless an etag: while it is the document's, its fields are not read and are empty; null to read them in any case
     */
    Future<Optional<Seen<Document>>> readDocument(Set<String> principals, DocumentKey key, @Nullable String unless);

    /**
     * The documents of a listing in its order; empty when there is no such space.
     *
     * @param limit how many at most, instead of the listing's own limit
     */
    Future<Optional<Seen<Sight<Listing.Item>>>> listDocuments(Set<String> principals, Listing listing, int limit);

    /** What a {@link SyncDocuments} asks for, {@code ifHead} and who asks aside; empty when there is no such space. */
    Future<Optional<Seen<DocumentSync>>> syncDocuments(Set<String> principals, SyncDocuments request);

    /**
     * Moves the space's time out of the second of its last change into the next one, if that has begun: no change is given
     * an earlier time from then on. Changes nothing else.
     */
    Future<Void> settleSpace(String space, Instant now);

    /**
     * The feed's entries after a position, without a hole; empty when there is no such space.
     *
     * @param since a position at or above the floor; a lower one means the floor
     * @param document only the changes of this document; null for those of all
     * @param isWhole whether each comes with what was before it and the current state of its document
     */
    Future<Optional<Seen<Sight<Event.Changed>>>> listChanges(
            Set<String> principals, String space, long since, int limit, @Nullable String document, boolean isWhole);

    /**
     * The documents of a space that were reconciled, in the order of their ids, whoever asks.
     *
     * @param after only ids greater than this; null from the beginning
     * @param upTo only ids up to and with this; null to the end
     */
    Future<List<Sourced>> listSources(String space, @Nullable String after, @Nullable String upTo);

    /** The heads of those of the spaces that exist. */
    Future<Heads> listHeads(List<String> spaces);

    /** A document that was reconciled, at a revision, and what its source had then; see {@link StoredDocument}. */
    record Sourced(String document, long revision, String sourceEtag) {}
}
