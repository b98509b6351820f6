package io.lockstep.metadata;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
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
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
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

    MetadataService(DocumentStore store, GroupCommit<Write, Written> commits, int documentMaxBytes, Clock clock) {
        this.store = store;
        this.commits = commits;
        this.documentMaxBytes = documentMaxBytes;
        this.clock = clock;
    }

    Future<Written> write(WriteDocument request) {
        return prepared(request).toFuture().compose(commits::add);
    }

    Future<Written> delete(DeleteDocument request) {
        return commits.add(Write.of(request));
    }

    Future<BatchResult> batch(WriteBatch request) {
        var answers = request.isAtomic()
                ? together(request.writes())
                : Future.succeededFuture(
                        request.writes().stream().map(this::write).toList());
        return answers.compose(all -> Future.all(all.stream()
                        .map(answer -> answer.transform(MetadataService::item))
                        .toList()))
                .map(items -> new BatchResult(items.list()));
    }

    /** The source is read at one moment, and its fields are then written as a new document. */
    Future<Written> copy(CopyDocument request) {
        var source = new DocumentKey(request.space(), Text.check(request.document(), "document"));
        return store.readDocument(Text.check(request.actor()), source)
                .map(found -> found.orElseThrow(() -> Refusals.noDocument(source)))
                .compose(document -> write(request.toWrite(document.fields())));
    }

    Future<Document> read(ReadDocument request) {
        var key = new DocumentKey(request.space(), Text.check(request.document(), "document"));
        return store.readDocument(Text.check(request.actor()), key)
                .map(found -> found.orElseThrow(() -> Refusals.noDocument(key)));
    }

    Future<DocumentPage> list(ListDocuments request) {
        var listing = Listing.of(request);
        return store.listDocuments(listing, listing.limit() + 1)
                .map(found -> page(found.orElseThrow(() -> Refusals.noSpace(listing.space())), listing.limit()));
    }

    Future<DocumentSync> sync(SyncDocuments request) {
        check(request);
        return request.ifHead() == null
                ? snapshot(request)
                : store.listDocuments(Listing.of(new ListDocuments(request.actor(), request.space(), null, null)), 0)
                        .map(found -> found.orElseThrow(() -> Refusals.noSpace(request.space()))
                                .head())
                        .compose(head -> head.cursor().equals(request.ifHead())
                                ? Future.succeededFuture(notModified(head))
                                : snapshot(request));
    }

    /** A part that goes on belongs to the time of the first one, whatever the space's time is by now. */
    private Future<DocumentSync> snapshot(SyncDocuments request) {
        var settled = request.afterUpdatedAt() == null
                ? store.settleSpace(request.space(), clock.instant())
                : Future.<Void>succeededFuture();
        return settled.compose(done -> store.syncDocuments(request))
                .map(found -> found.orElseThrow(() -> Refusals.noSpace(request.space())));
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
    }

    private static DocumentSync notModified(SpaceHead head) {
        return new DocumentSync(head.cursor(), head.lastUpdate(), true, List.of(), 0, List.of());
    }

    Future<Changes> changes(ListChanges request) {
        var since = request.since() == null ? null : Cursor.parse(request.since());
        var position = since == null ? 0 : since.seq();
        return store.listChanges(Text.check(request.actor()), request.space(), position, request.limit())
                .map(found -> {
                    var sight = found.orElseThrow(() -> Refusals.noSpace(request.space()));
                    return changes(
                            sight,
                            since == null
                                    ? new Cursor(
                                            sight.head().epoch(), sight.head().floor())
                                    : since);
                });
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
    private Future<List<Future<Written>>> together(List<WriteDocument> requests) {
        var unit = UUID.randomUUID();
        var prepared = requests.stream().map(this::prepared).toList();
        var outcomes = Outcome.areAllDone(prepared)
                ? Future.all(prepared.stream().map(Outcome::toFuture).toList())
                        .map(all -> all.<Write>list().stream()
                                .map(write -> write.in(unit))
                                .toList())
                        .compose(commits::addTogether)
                : Future.succeededFuture(Outcome.<Written>noneOf(prepared));
        return outcomes.map(all -> all.stream().map(Outcome::toFuture).toList())
                .otherwise(failure -> Collections.nCopies(requests.size(), Future.failedFuture(failure)));
    }

    private Outcome<Write> prepared(WriteDocument request) {
        try {
            var write = Write.of(request, UUID.randomUUID().toString());
            return write.fieldsLength() > documentMaxBytes
                    ? new Outcome.Refused<>(Refusals.tooLarge(documentMaxBytes))
                    : new Outcome.Done<>(write);
        } catch (ServiceException refusal) {
            return new Outcome.Refused<>(refusal);
        }
    }

    private static DocumentPage page(Sight<Listing.Item> sight, int limit) {
        var items = sight.items();
        var page = items.subList(0, Math.min(limit, items.size()));
        var next = items.size() > limit ? page.get(limit - 1).place().encode() : null;
        return new DocumentPage(
                page.stream().map(Listing.Item::document).toList(),
                next,
                sight.head().cursor());
    }

    private static Changes changes(Sight<Event.Changed> sight, Cursor since) {
        var head = sight.head();
        if (since.epoch() != head.epoch() || since.seq() < head.floor() || since.seq() > head.seq()) {
            throw Refusals.cursorGone(head);
        }
        var changes = sight.items();
        long last = changes.isEmpty()
                ? since.seq()
                : changes.get(changes.size() - 1).seq();
        return new Changes(changes, head.cursor(last), head.seq() - last);
    }

    private static Future<BatchResult.Item> item(Written written, Throwable failure) {
        if (failure == null) {
            return Future.succeededFuture(new BatchResult.Item(written, null));
        }
        if (failure instanceof ServiceException known) {
            return Future.succeededFuture(new BatchResult.Item(null, known.toJson()));
        }
        LOG.atError().setCause(failure).log("a write of a batch failed");
        var answer = new ServiceException(FailureCode.INTERNAL, "internal error: see the server's log");
        return Future.succeededFuture(new BatchResult.Item(null, answer.toJson()));
    }
}
