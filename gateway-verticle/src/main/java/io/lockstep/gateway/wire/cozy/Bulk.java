package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentPage;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the operations on many documents at once have in common: how many, and what is here of them. */
final class Bulk {
    /** As many as one request to the metadata service may have. */
    static final int MAX_DOCUMENTS = 1_000;

    private final Edge edge;
    private final Databases databases;

    Bulk(Edge edge, Databases databases) {
        this.edge = edge;
        this.databases = databases;
    }

    /** Those of the documents that are there, by their ids. */
    Future<Map<String, Document>> current(DataCall call, List<String> ids, boolean withFields) {
        var asked = List.copyOf(new LinkedHashSet<>(ids));
        if (asked.size() > MAX_DOCUMENTS) {
            throw new ServiceException(FailureCode.TOO_LARGE, "at most " + MAX_DOCUMENTS + " documents at once");
        }
        return edge.metadata()
                .list(databases.listing(call, asked, withFields))
                .map((DocumentPage page) ->
                        page.documents().stream().collect(Collectors.toMap(Document::document, document -> document)));
    }

    /** Whether a document has, or had, this revision here. */
    static boolean isKnown(String doctype, String id, String rev, Map<String, Document> current) {
        var known = current.get(id);
        return known != null
                && Revision.parse(rev)
                        .filter(asked -> asked.number() <= known.revision() && asked.isOf(doctype, id))
                        .isPresent();
    }

    /** The objects of a list in a body. */
    static List<JsonObject> objects(JsonObject body, String key) {
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
