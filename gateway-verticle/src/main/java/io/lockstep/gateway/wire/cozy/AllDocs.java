package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Document;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code _all_docs} and {@code _normal_docs}: the documents of a doctype, in the order of their ids. */
final class AllDocs {
    /** A longer list is given in parts: what is held of it in memory is bounded. */
    static final int MAX_ROWS = 10_000;

    private static final int CHUNK = 1_000;
    private static final int NORMAL_LIMIT = 100;

    private final Edge edge;
    private final Databases databases;

    AllDocs(Edge edge, Databases databases) {
        this.edge = edge;
        this.databases = databases;
    }

    /**
     * What a client asks for.
     *
     * @param keys null for all between the bounds
     */
    record Query(
            @Nullable List<String> keys,
            @Nullable String start,
            @Nullable String end,
            boolean includesEnd,
            boolean isDescending,
            int skip,
            int limit,
            boolean withDocuments) {

        static Query of(DataCall call) throws ServiceException {
            var key = text(call, "key");
            return new Query(
                    keys(call).orElse(null),
                    key != null ? key : first(call, "startkey", "start_key"),
                    key != null ? key : first(call, "endkey", "end_key"),
                    call.query("inclusive_end") == null || call.isTrue("inclusive_end"),
                    call.isTrue("descending"),
                    call.count("skip").orElse(0),
                    call.count("limit").orElse(MAX_ROWS),
                    call.isTrue("include_docs"));
        }

        private static Optional<List<String>> keys(DataCall call) {
            var given = call.isMethod(io.vertx.core.http.HttpMethod.POST)
                    ? Optional.ofNullable(call.body().getValue("keys"))
                    : call.json("keys");
            return given.map(keys -> {
                if (!(keys instanceof JsonArray array) || !array.stream().allMatch(key -> key instanceof String)) {
                    throw Require.badRequest("`keys` must be an array of strings");
                }
                if (array.size() > MAX_ROWS) {
                    throw Require.badRequest("`keys` must be at most " + MAX_ROWS);
                }
                return array.stream().map(String::valueOf).toList();
            });
        }

        private static @Nullable String first(DataCall call, String name, String other) {
            var value = text(call, name);
            return value == null ? text(call, other) : value;
        }

        private static @Nullable String text(DataCall call, String name) {
            var value = call.json(name).orElse(null);
            if (value == null || value instanceof String) {
                return (String) value;
            }
            throw Require.badRequest("Invalid " + name + " value: it must be a JSON text");
        }

        private boolean contains(String id) {
            var low = isDescending ? end : start;
            var high = isDescending ? start : end;
            return (low == null || isWithin(Databases.compare(id, low), isDescending))
                    && (high == null || isWithin(-Databases.compare(id, high), !isDescending));
        }

        private boolean isWithin(int compared, boolean isEnd) {
            return compared > 0 || (compared == 0 && (!isEnd || includesEnd));
        }
    }

    Future<CozyAnswer> list(DataCall call) {
        call.rights().requireType(Rights.READ, call.doctype());
        var query = Query.of(call);
        return databases.ids(call).compose(ids -> {
            var chosen = query.keys() == null
                    ? ordered(ids, query).stream().filter(query::contains).toList()
                    : query.isDescending() ? reversed(query.keys()) : query.keys();
            var page = chosen.stream()
                    .skip(query.skip())
                    .limit(Math.min(query.limit(), MAX_ROWS))
                    .toList();
            var answer = new JsonObject().put("total_rows", ids.size());
            if (query.keys() == null) {
                answer.put(
                        "offset",
                        page.isEmpty()
                                ? Math.min(query.skip(), ids.size())
                                : ordered(ids, query).indexOf(page.get(0)));
            }
            return documents(call, page, query.withDocuments())
                    .map(found -> CozyAnswer.ok(answer.put("rows", rows(call, page, found, query.withDocuments()))));
        });
    }

    /** The original's own kind of list, without ids and bounds. */
    Future<CozyAnswer> normal(DataCall call) {
        call.rights().requireType(Rights.READ, call.doctype());
        int skip = call.count("skip").orElse(0);
        int limit = Math.min(call.count("limit").orElse(NORMAL_LIMIT), MAX_ROWS);
        return databases.ids(call).compose(ids -> {
            var page = ids.stream().skip(skip).limit(limit).toList();
            return documents(call, page, true).map(found -> {
                var rows = new JsonArray();
                page.forEach(id -> Optional.ofNullable(found.get(id))
                        .ifPresent(document -> rows.add(CozyJson.document(call.doctype(), document))));
                return CozyAnswer.ok(new JsonObject().put("rows", rows).put("total_rows", ids.size()));
            });
        });
    }

    private static List<String> ordered(List<String> ids, Query query) {
        return query.isDescending() ? reversed(ids) : ids;
    }

    private static List<String> reversed(List<String> ids) {
        var reversed = new ArrayList<>(ids);
        Collections.reverse(reversed);
        return reversed;
    }

    private Future<Map<String, Document>> documents(DataCall call, List<String> ids, boolean withFields) {
        var distinct = ids.stream().distinct().toList();
        Future<List<Document>> found = Future.succeededFuture(new ArrayList<>());
        for (int from = 0; from < distinct.size(); from += CHUNK) {
            var chunk = distinct.subList(from, Math.min(from + CHUNK, distinct.size()));
            found = found.compose(all -> edge.metadata()
                    .list(databases.listing(call, chunk, withFields))
                    .map(page -> {
                        all.addAll(page.documents());
                        return all;
                    }));
        }
        return found.map(all ->
                all.stream().collect(Collectors.toMap(Document::document, document -> document, (one, same) -> same)));
    }

    private static JsonArray rows(DataCall call, List<String> ids, Map<String, Document> found, boolean withDocuments) {
        var rows = new JsonArray();
        for (var id : ids) {
            var document = found.get(id);
            if (document == null) {
                rows.add(new JsonObject().put("key", id).put("error", "not_found"));
                continue;
            }
            var revision = Revision.of(call.doctype(), id, document.revision());
            var row = new JsonObject()
                    .put("id", id)
                    .put("key", id)
                    .put("value", new JsonObject().put("rev", revision.toString()));
            rows.add(withDocuments ? row.put("doc", CozyJson.document(id, revision, document.fields())) : row);
        }
        return rows;
    }
}
