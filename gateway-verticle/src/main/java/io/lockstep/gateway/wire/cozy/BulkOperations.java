package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.BatchResult;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentPage;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations on many documents at once: {@code _bulk_docs}, {@code _bulk_get} and {@code _revs_diff}. */
final class BulkOperations {
    /** As many as one request to the metadata service may have. */
    private static final int MAX_DOCUMENTS = 1_000;

    private static final String NO_FOREIGN_REVISIONS =
            "revisions made elsewhere are not taken: write with new_edits true and the last _rev";

    private final Edge edge;
    private final Databases databases;

    BulkOperations(Edge edge, Databases databases) {
        this.edge = edge;
        this.databases = databases;
    }

    // _bulk_docs

    /** One of the documents that a client writes: either a write, or what is answered without one. */
    private record Entry(
            @Nullable String id,
            @Nullable WriteDocument write,
            @Nullable JsonObject answer) {}

    Future<CozyAnswer> write(DataCall call) {
        var docs = objects(call.body(), "docs");
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
            return items.stream().allMatch(BulkOperations::isNotFound)
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
        return current(call, ids, false).map(current -> {
            var answers = new JsonArray();
            for (var document : docs) {
                var id = String.valueOf(CozyJson.text(document, CozyJson.ID));
                var rev = String.valueOf(CozyJson.text(document, CozyJson.REV));
                if (!isKnown(call.doctype(), id, rev, current)) {
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

    private static boolean isKnown(String doctype, String id, String rev, Map<String, Document> current) {
        var known = current.get(id);
        return known != null
                && Revision.parse(rev)
                        .filter(asked -> asked.number() <= known.revision() && asked.isOf(doctype, id))
                        .isPresent();
    }

    // _bulk_get

    Future<CozyAnswer> read(DataCall call) {
        call.rights().requireType(Rights.READ, call.doctype());
        var asked = objects(call.body(), "docs");
        asked.forEach(one -> Require.present(CozyJson.text(one, "id"), "id"));
        var ids = asked.stream().map(one -> one.getString("id")).toList();
        return current(call, ids, true)
                .compose(current -> tombstones(call, ids, current).map(deleted -> {
                    var results = new JsonArray();
                    for (var one : asked) {
                        results.add(got(call, one, current, deleted));
                    }
                    return CozyAnswer.ok(new JsonObject().put("results", results));
                }));
    }

    private static JsonObject got(
            DataCall call, JsonObject asked, Map<String, Document> current, Map<String, Long> deleted) {
        var id = asked.getString("id");
        var rev = CozyJson.text(asked, "rev");
        var document = current.get(id);
        var tombstone = deleted.get(id);
        var number = document != null ? Long.valueOf(document.revision()) : tombstone;
        if (number == null || !isServed(call, id, rev, number)) {
            return result(
                    id,
                    "error",
                    new JsonObject()
                            .put("id", id)
                            .put("rev", rev == null ? "undefined" : rev)
                            .put("error", "not_found")
                            .put("reason", CozyJson.MISSING));
        }
        var json = document != null
                ? CozyJson.document(call.doctype(), document)
                : CozyJson.tombstone(id, Revision.of(call.doctype(), id, number));
        if (call.isTrue("revs")) {
            json.put("_revisions", Revision.history(call.doctype(), id, number));
        }
        return result(id, "ok", json);
    }

    /** Of the revisions of a document only the latest is kept; a client that asks for an earlier one may take that too. */
    private static boolean isServed(DataCall call, String id, @Nullable String rev, long number) {
        if (rev == null) {
            return true;
        }
        return Revision.parse(rev)
                .filter(asked -> asked.isOf(call.doctype(), id)
                        && (asked.number() == number || (asked.number() < number && call.isTrue("latest"))))
                .isPresent();
    }

    private static JsonObject result(String id, String key, JsonObject value) {
        return new JsonObject().put("id", id).put("docs", new JsonArray().add(new JsonObject().put(key, value)));
    }

    /** Of those that are not there, the last revision of those that were deleted, as far as the feed still tells. */
    private Future<Map<String, Long>> tombstones(DataCall call, List<String> ids, Map<String, Document> current) {
        var absent =
                ids.stream().filter(id -> !current.containsKey(id)).distinct().toList();
        Future<Map<String, Long>> found = Future.succeededFuture(new HashMap<>());
        for (var id : absent) {
            found = found.compose(map -> edge.metadata()
                    .changes(new ListChanges(call.actor(), call.space(), null, MAX_DOCUMENTS, null, id, null))
                    .map(page -> {
                        lastDeletion(page.changes()).ifPresent(change -> map.put(id, change.revision()));
                        return map;
                    }));
        }
        return found;
    }

    private static Optional<Event.Changed> lastDeletion(List<Event.Changed> changes) {
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(changes.get(changes.size() - 1)).filter(change -> change.verb() == Verb.DELETED);
    }

    // _revs_diff

    /** Which of the revisions that a client has are not known here. */
    Future<CozyAnswer> missing(DataCall call) {
        call.rights().requireType(Rights.READ, call.doctype());
        var body = call.body();
        return current(call, List.copyOf(body.fieldNames()), false).map(current -> {
            var answer = new JsonObject();
            for (var id : body.fieldNames()) {
                if (!(body.getValue(id) instanceof JsonArray revisions)) {
                    throw Require.badRequest("the revisions of '" + id + "' must be an array");
                }
                var missing = revisions.stream()
                        .map(String::valueOf)
                        .filter(rev -> !isKnown(call.doctype(), id, rev, current))
                        .toList();
                if (!missing.isEmpty()) {
                    answer.put(id, new JsonObject().put("missing", new JsonArray(missing)));
                }
            }
            return CozyAnswer.ok(answer);
        });
    }

    // What is there

    private Future<Map<String, Document>> current(DataCall call, List<String> ids, boolean withFields) {
        var asked = List.copyOf(new LinkedHashSet<>(ids));
        if (asked.size() > MAX_DOCUMENTS) {
            throw new ServiceException(FailureCode.TOO_LARGE, "at most " + MAX_DOCUMENTS + " documents at once");
        }
        return edge.metadata()
                .list(databases.listing(call, asked, withFields))
                .map((DocumentPage page) ->
                        page.documents().stream().collect(Collectors.toMap(Document::document, document -> document)));
    }

    private static List<JsonObject> objects(JsonObject body, String key) {
        if (!(body.getValue(key) instanceof JsonArray array)) {
            throw Require.badRequest("'" + key + "' must be an array");
        }
        if (array.size() > MAX_DOCUMENTS) {
            throw new ServiceException(FailureCode.TOO_LARGE, "at most " + MAX_DOCUMENTS + " documents at once");
        }
        var objects = new ArrayList<JsonObject>();
        for (var value : array) {
            if (!(value instanceof JsonObject object)) {
                throw Require.badRequest("each of '" + key + "' must be an object");
            }
            objects.add(object);
        }
        return objects;
    }
}
