package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Require;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code _bulk_get} and {@code _revs_diff}: what is here of many documents. */
final class BulkReads {
    private final Edge edge;
    private final Bulk bulk;

    BulkReads(Edge edge, Databases databases) {
        this.edge = edge;
        this.bulk = new Bulk(edge, databases);
    }

    // _bulk_get

    Future<CozyAnswer> read(DataCall call) {
        call.rights().requireType(Rights.READ, call.doctype());
        var asked = Bulk.objects(call.body(), "docs");
        asked.forEach(one -> Require.present(CozyJson.text(one, "id"), "id"));
        var ids = asked.stream().map(one -> one.getString("id")).toList();
        return bulk.current(call, ids, true)
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
                    .changes(new ListChanges(call.actor(), call.space(), null, Bulk.MAX_DOCUMENTS, null, id, null))
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
        return bulk.current(call, List.copyOf(body.fieldNames()), false).map(current -> {
            var answer = new JsonObject();
            for (var id : body.fieldNames()) {
                if (!(body.getValue(id) instanceof JsonArray revisions)) {
                    throw Require.badRequest("the revisions of '" + id + "' must be an array");
                }
                var missing = revisions.stream()
                        .map(String::valueOf)
                        .filter(rev -> !Bulk.isKnown(call.doctype(), id, rev, current))
                        .toList();
                if (!missing.isEmpty()) {
                    answer.put(id, new JsonObject().put("missing", new JsonArray(missing)));
                }
            }
            return CozyAnswer.ok(answer);
        });
    }
}
