package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.BatchResult;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.CopyDocument;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentPage;
import io.lockstep.contract.metadata.DocumentSync;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.SyncDocuments;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations on documents and feeds. Writes go through the {@link GroupCommit}; {@link WriteRules} decides them. For
 * one thread: the event loop of its verticle.
 */
final class MetadataService {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataService.class);

    private final DocumentStore store;
    private final GroupCommit<Write, Written> commits;
    private final int documentMaxBytes;
    private final Clock clock;
    private final SharedReads reads;

    MetadataService(
            DocumentStore store,
            GroupCommit<Write, Written> commits,
            SharedReads reads,
            int documentMaxBytes,
            Clock clock) {
        this.store = store;
        this.reads = reads;
        this.commits = commits;
        this.documentMaxBytes = documentMaxBytes;
        this.clock = clock;
    }

    Future<Written> write(WriteDocument request) {
        return prepared(request, false).toFuture().compose(commits::add);
    }

    Future<Written> delete(DeleteDocument request) {
        return commits.add(Write.of(request));
    }

    Future<BatchResult> batch(WriteBatch request) {
        var prepared = request.writes().stream()
                .map(write -> prepared(write, request.isQuiet()))
                .toList();
        var answers = request.isAtomic()
                ? together(prepared)
                : Future.succeededFuture(prepared.stream()
                        .map(write -> write.toFuture().compose(commits::add))
                        .toList());
        return answers.compose(all -> Future.all(all.stream()
                        .map(answer -> answer.transform(MetadataService::item))
                        .toList()))
                .map(items -> new BatchResult(items.list()));
    }

    /** The source is read at one moment, and its fields are then written as a new document. */
    Future<Written> copy(CopyDocument request) {
        var source = new DocumentKey(request.space(), Text.check(request.document(), "document"));
        var actor = Text.check(request.actor());
        return store.readDocument(Set.copyOf(actor.principals()), source, null)
                .map(found -> found.flatMap(seen -> seen.by(actor)))
                .compose(found -> found.isPresent()
                        ? write(request.toWrite(found.get().fields()))
                        : copiedBefore(request, Refusals.noDocument(source)));
    }

    /** A repeated copy has the answer of the first one, also when its source is gone since. */
    private Future<Written> copiedBefore(CopyDocument request, ServiceException gone) {
        return request.operation() == null
                ? Future.failedFuture(gone)
                : prepared(request.toWrite(new JsonObject()), false)
                        .toFuture()
                        .compose(write -> commits.add(write.onlyAgain()))
                        .recover(refusal -> Future.failedFuture(gone));
    }

    Future<Document> read(ReadDocument request) {
        var key = new DocumentKey(request.space(), Text.check(request.document(), "document"));
        var unless = request.unless() == null ? null : Text.check(request.unless(), "unless");
        return reads.read(
                        new Question.One(key, unless),
                        Text.check(request.actor()),
                        readers -> store.readDocument(readers, key, unless))
                .map(found -> found.orElseThrow(() -> Refusals.noDocument(key)));
    }

    Future<DocumentPage> list(ListDocuments request) {
        var listing = Listing.of(request);
        return list(Text.check(request.actor()), listing, listing.limit() + 1).map(found -> page(found, listing));
    }

    private Future<Sight<Listing.Item>> list(Actor actor, Listing listing, int limit) {
        return reads.read(
                        new Question.Many(listing, limit),
                        actor,
                        readers -> store.listDocuments(readers, listing, limit))
                .map(found -> found.orElseThrow(() -> Refusals.noSpace(listing.space())));
    }

    Future<DocumentSync> sync(SyncDocuments request) {
        check(request);
        return request.ifHead() == null
                ? snapshot(request)
                : list(request.actor(), Listing.headOf(request.space()), 0)
                        .compose(seen -> seen.head().cursor().equals(request.ifHead())
                                ? Future.succeededFuture(notModified(seen.head()))
                                : snapshot(request));
    }

    /** A part that goes on belongs to the time of the first one, whatever the space's time is by now. */
    private Future<DocumentSync> snapshot(SyncDocuments request) {
        return reads.read(
                        request.by(Actor.SYSTEM),
                        request.actor(),
                        readers -> settled(request).compose(done -> store.syncDocuments(readers, request)))
                .map(found -> found.orElseThrow(() -> Refusals.noSpace(request.space())));
    }

    private Future<Void> settled(SyncDocuments request) {
        return request.afterUpdatedAt() == null
                ? store.settleSpace(request.space(), clock.instant())
                : Future.succeededFuture();
    }

    private static void check(SyncDocuments request) {
        Text.check(request.actor());
        Text.check(request.value(), "value");
        if (request.field() != null) {
            Text.check(request.field(), "field");
        }
        if (request.afterDocument() != null) {
            Text.check(request.afterDocument(), "afterDocument");
        }
        if (request.only() != null) {
            request.only().forEach(field -> Text.check(field, "only"));
        }
        if (request.where() != null) {
            request.where().forEach((field, value) -> {
                Text.check(field, "where");
                Text.check(value, "where");
            });
        }
    }

    private static DocumentSync notModified(SpaceHead head) {
        return new DocumentSync(head.cursor(), head.lastUpdate(), true, List.of(), 0, List.of());
    }

    Future<Changes> changes(ListChanges request) {
        var space = request.space();
        var since = request.since() == null ? null : Cursor.parse(request.since());
        long position = since == null ? 0 : since.seq();
        var selector = Listing.selector(request.selector());
        var document = request.document() == null ? null : Text.check(request.document(), "document");
        boolean isWhole = request.isWhole() || selector != null;
        return reads.read(
                        new Question.Feed(space, position, request.limit(), document, isWhole),
                        Text.check(request.actor()),
                        readers -> store.listChanges(readers, space, position, request.limit(), document, isWhole))
                .map(found -> FeedPage.of(found.orElseThrow(() -> Refusals.noSpace(space)), since, selector, request));
    }

    Future<Heads> heads(ListHeads request) {
        request.spaces().forEach(space -> Text.check(space, "spaces"));
        return store.listHeads(request.spaces());
    }

    /** Takes no more writes; ends when those that were taken have been answered. */
    Future<Void> close() {
        return commits.close();
    }

    /** All or none; a write that is bad in itself keeps the others from being tried. */
    private Future<List<Future<Written>>> together(List<Outcome<Write>> prepared) {
        var unit = UUID.randomUUID();
        var outcomes = Outcome.areAllDone(prepared)
                ? Future.all(prepared.stream().map(Outcome::toFuture).toList())
                        .map(all -> all.<Write>list().stream()
                                .map(write -> write.in(unit))
                                .toList())
                        .compose(commits::addTogether)
                : Future.succeededFuture(Outcome.<Written>noneOf(prepared));
        return outcomes.map(all -> all.stream().map(Outcome::toFuture).toList())
                .otherwise(failure -> Collections.nCopies(prepared.size(), Future.failedFuture(failure)));
    }

    private Outcome<Write> prepared(WriteDocument request, boolean isQuiet) {
        try {
            var write = Write.of(request, UUID.randomUUID().toString());
            return write.fieldsLength() > documentMaxBytes
                    ? new Outcome.Refused<>(Refusals.tooLarge(documentMaxBytes))
                    : new Outcome.Done<>(isQuiet ? write.quiet() : write);
        } catch (ServiceException refusal) {
            return new Outcome.Refused<>(refusal);
        }
    }

    private static DocumentPage page(Sight<Listing.Item> sight, Listing listing) {
        var cursor = sight.head().cursor();
        if (listing.isAt(sight.head())) {
            return new DocumentPage(List.of(), null, cursor, true);
        }
        var items = sight.items();
        var page = items.subList(0, Math.min(listing.limit(), items.size()));
        var next =
                items.size() > page.size() ? page.get(page.size() - 1).place().encode() : null;
        return new DocumentPage(page.stream().map(Listing.Item::document).toList(), next, cursor);
    }

    private static Future<BatchResult.Item> item(Written written, Throwable failure) {
        return Future.succeededFuture(
                failure == null ? new BatchResult.Item(written, null) : new BatchResult.Item(null, toldOf(failure)));
    }

    /** What the caller is told of the failure of one of many writes. */
    static JsonObject toldOf(Throwable failure) {
        if (failure instanceof ServiceException known) {
            return known.toJson();
        }
        LOG.atError().setCause(failure).log("a write of a batch failed");
        return new ServiceException(FailureCode.INTERNAL, "internal error: see the server's log").toJson();
    }

    /** What reads may share, but for who asks; a {@link SyncDocuments} is one by itself. */
    private sealed interface Question {
        record One(DocumentKey key, @Nullable String unless) implements Question {}

        record Many(Listing listing, int limit) implements Question {}

        record Feed(
                String space,
                long since,
                int limit,
                @Nullable String document,
                boolean isWhole) implements Question {}
    }
}
