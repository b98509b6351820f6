package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.BatchResult;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code _bulk_docs}: many writes at once, each answered by itself. */
final class BulkWrites {
    private static final String NO_FOREIGN_REVISIONS =
            "revisions made elsewhere are not taken: write with new_edits true and the last _rev";

    private final Edge edge;
    private final Databases databases;
    private final Bulk bulk;

    BulkWrites(Edge edge, Databases databases) {
        this.edge = edge;
        this.databases = databases;
        this.bulk = new Bulk(edge, databases);
    }

    /** One of the documents that a client writes: either a write, or what is answered without one. */
    private record Entry(
            @Nullable String id,
            @Nullable WriteDocument write,
            @Nullable JsonObject answer) {}

    Future<CozyAnswer> write(DataCall call) {
        var docs = Bulk.objects(call.body(), "docs");
        call.rights().requireType(Rights.CREATE, call.doctype());
        if (Boolean.FALSE.equals(call.body().getValue("new_edits"))) {
            return foreign(call, docs);
        }
        var entries = docs.stream().map(document -> entry(call, document)).toList();
        var writes = entries.stream()
                .map(Entry::write)
                .flatMap(write -> Optional.ofNullable(write).stream())
                .toList();
        if (writes.isEmpty()) {
            return edge.metadata()
                    .list(databases.listing(call, List.of(), false))
                    .map(exists -> results(call, entries, List.of()));
        }
        return databases.creating(call, () -> batch(call, writes)).map(items -> results(call, entries, items));
    }

    private Future<List<BatchResult.Item>> batch(DataCall call, List<WriteDocument> writes) {
        return edge.metadata().batch(new WriteBatch(writes)).compose(result -> {
            var items = result.results();
            // Either there is none of the documents, or no database.
            return items.stream().allMatch(BulkWrites::isNotFound)
                    ? edge.access()
                            .requireNow(call.identity(), call.space(), Role.VIEWER)
                            .map(member -> items)
                    : Future.succeededFuture(items);
        });
    }

    private static boolean isNotFound(BatchResult.Item item) {
        var failure = item.failure();
        return failure != null && FailureCode.NOT_FOUND.name().equals(failure.getString("code"));
    }

    private static ServiceException failure(JsonObject told) {
        return new ServiceException(
                FailureCode.valueOf(told.getString("code")), String.valueOf(told.getString("message")));
    }

    private static Entry entry(DataCall call, JsonObject document) {
        @Nullable String id = null;
        try {
            id = CozyJson.text(document, CozyJson.ID);
            if (id != null && (id.isEmpty() || id.startsWith("_"))) {
                throw Require.badRequest("Only reserved document ids may start with underscore.");
            }
            return new Entry(id, toWrite(call, id, document), null);
        } catch (ServiceException refusal) {
            return new Entry(id, null, CozyJson.failedItem(id, refusal));
        }
    }

    private static WriteDocument toWrite(DataCall call, @Nullable String given, JsonObject document) {
        var id = given == null ? UUID.randomUUID().toString() : given;
        var rev = CozyJson.text(document, CozyJson.REV);
        var condition =
                rev == null ? null : DocumentOperations.Condition.of(call.doctype(), id, CozyJson.revision(rev));
        var isDeletion = CozyJson.isDeletion(document);
        if (isDeletion && condition == null) {
            throw new ServiceException(FailureCode.REVISION_CONFLICT, CozyJson.CONFLICT_REASON);
        }
        return new WriteDocument(
                call.actor(),
                call.space(),
                id,
                isDeletion ? WriteMode.DELETE : condition == null ? WriteMode.CREATE : WriteMode.REPLACE,
                isDeletion ? new JsonObject() : CozyJson.fields(document),
                condition == null ? null : condition.ifMatch(),
                condition == null ? null : condition.ifRevision(),
                null,
                null,
                null);
    }

    private static CozyAnswer results(DataCall call, List<Entry> entries, List<BatchResult.Item> items) {
        var answers = new JsonArray();
        var next = items.iterator();
        for (var entry : entries) {
            var write = entry.write();
            answers.add(write == null ? entry.answer() : result(call, write, next.next()));
        }
        return CozyAnswer.of(201, answers);
    }

    private static JsonObject result(DataCall call, WriteDocument write, BatchResult.Item item) {
        var written = item.written();
        var failure = item.failure();
        var id = String.valueOf(write.document());
        return written == null
                ? CozyJson.failedItem(id, failure(failure == null ? new JsonObject() : failure))
                : new JsonObject()
                        .put("ok", true)
                        .put("id", id)
                        .put(
                                "rev",
                                Revision.of(call.doctype(), id, written.revision())
                                        .toString());
    }

    /** What is here already is fine; nothing else can be taken over with its revision. */
    private Future<CozyAnswer> foreign(DataCall call, List<JsonObject> docs) {
        var ids = docs.stream()
                .map(document -> String.valueOf(CozyJson.text(document, CozyJson.ID)))
                .toList();
        return bulk.current(call, ids, false).map(current -> {
            var answers = new JsonArray();
            for (var document : docs) {
                var id = String.valueOf(CozyJson.text(document, CozyJson.ID));
                var rev = String.valueOf(CozyJson.text(document, CozyJson.REV));
                if (!Bulk.isKnown(call.doctype(), id, rev, current)) {
                    answers.add(new JsonObject()
                            .put("id", id)
                            .put("rev", rev)
                            .put("error", "forbidden")
                            .put("reason", NO_FOREIGN_REVISIONS));
                }
            }
            return CozyAnswer.of(201, answers);
        });
    }
}
