package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.contract.metadata.Written;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The operations on one document. */
final class DocumentOperations {
    private final Edge edge;
    private final Databases databases;

    DocumentOperations(Edge edge, Databases databases) {
        this.edge = edge;
        this.databases = databases;
    }

    // Reading

    Future<CozyAnswer> read(DataCall call) {
        if (!call.rights().mayAllow(Rights.READ, call.doctype())) {
            call.rights().requireType(Rights.READ, call.doctype());
        }
        return document(call)
                .map(document -> {
                    call.rights().requireDocument(Rights.READ, call.doctype(), call.id(), document.fields());
                    return answer(call, document);
                })
                .recover(failure -> absent(call, failure));
    }

    private Future<Document> document(DataCall call) {
        return edge.metadata().read(new ReadDocument(call.actor(), call.space(), call.id()));
    }

    private static CozyAnswer answer(DataCall call, Document document) {
        var doctype = call.doctype();
        var revision = Revision.of(doctype, call.id(), document.revision());
        var asked = call.query("rev");
        if (asked != null && !call.isTrue("latest") && !asked.equals(revision.toString())) {
            return CozyJson.NOT_FOUND;
        }
        var etag = "\"" + revision + "\"";
        if (etag.equals(call.header("If-None-Match"))) {
            return CozyAnswer.empty(304).with("ETag", etag);
        }
        var json = CozyJson.typed(doctype, call.id(), revision, document.fields());
        if (call.isTrue("revs")) {
            json.put("_revisions", Revision.history(doctype, call.id(), revision.number()));
        }
        return CozyAnswer.ok(json).with("ETag", etag);
    }

    /** Whether there is no such document, or no such doctype, or the document was deleted. */
    private Future<CozyAnswer> absent(DataCall call, Throwable failure) {
        if (!Requests.is(failure, FailureCode.NOT_FOUND)) {
            return Future.failedFuture(failure);
        }
        return edge.access()
                .require(call.identity(), call.space(), Role.VIEWER)
                .compose(member -> lastChange(call.space(), call.id(), call))
                .map(last ->
                        last.filter(change -> change.verb() == Verb.DELETED).isPresent()
                                ? CozyJson.WAS_DELETED
                                : CozyJson.NOT_FOUND);
    }

    /** The last change of a document that the feed still has. */
    private Future<Optional<Event.Changed>> lastChange(String space, String id, DataCall call) {
        return edge.metadata()
                .changes(new ListChanges(call.actor(), space, null, 1_000, null, id, null))
                .map(page -> page.changes().isEmpty()
                        ? Optional.<Event.Changed>empty()
                        : Optional.of(page.changes().get(page.changes().size() - 1)));
    }

    // Writing

    Future<CozyAnswer> create(DataCall call) {
        var body = call.body();
        if (body.containsKey(CozyJson.ID)) {
            throw Require.badRequest("Cannot create a document with _id: use PUT");
        }
        return create(call, UUID.randomUUID().toString(), body)
                .map(answer -> new CozyAnswer(201, answer.headers(), answer.body()));
    }

    private Future<CozyAnswer> create(DataCall call, String id, JsonObject body) {
        var fields = CozyJson.fields(body);
        call.rights().requireDocument(Rights.CREATE, call.doctype(), id, fields);
        var write = WriteDocument.of(call.actor(), call.space(), id, WriteMode.CREATE, fields);
        return databases
                .creating(call, () -> edge.metadata().write(write))
                .map(written -> written(call, id, written, fields));
    }

    Future<CozyAnswer> put(DataCall call) {
        var body = call.body();
        var id = CozyJson.text(body, CozyJson.ID);
        if (id != null && !id.equals(call.id())) {
            throw Require.badRequest("document _id doesn't match the one of the path");
        }
        var asked = revision(call, CozyJson.text(body, CozyJson.REV));
        if (CozyJson.isDeletion(body)) {
            return delete(call, asked.orElseThrow(() -> Require.badRequest("delete without revision")));
        }
        return asked.map(revision -> replace(call, revision, body)).orElseGet(() -> create(call, call.id(), body));
    }

    private Future<CozyAnswer> replace(DataCall call, Revision revision, JsonObject body) {
        var fields = CozyJson.fields(body);
        var condition = Condition.of(call.doctype(), call.id(), revision);
        return mayWrite(call, Rights.UPDATE, fields)
                .compose(allowed -> edge.metadata()
                        .write(new WriteDocument(
                                call.actor(),
                                call.space(),
                                call.id(),
                                WriteMode.REPLACE,
                                fields,
                                condition.ifMatch(),
                                condition.ifRevision(),
                                null,
                                null,
                                null)))
                .map(written -> written(call, call.id(), written, fields));
    }

    Future<CozyAnswer> delete(DataCall call) {
        return delete(
                call,
                revision(call, null)
                        .orElseThrow(() -> Require.badRequest("delete without revision in rev or If-Match")));
    }

    private Future<CozyAnswer> delete(DataCall call, Revision revision) {
        var condition = Condition.of(call.doctype(), call.id(), revision);
        return mayWrite(call, Rights.DELETE, new JsonObject())
                .compose(allowed -> edge.metadata()
                        .delete(new DeleteDocument(
                                call.actor(),
                                call.space(),
                                call.id(),
                                condition.ifMatch(),
                                condition.ifRevision(),
                                null)))
                .map(written -> CozyAnswer.ok(result(call, call.id(), written).put(CozyJson.DELETED, true)))
                .recover(failure -> absent(call, failure));
    }

    /** A scope that goes by the fields must allow the document as it is, and as it will be. */
    private Future<Void> mayWrite(DataCall call, String verb, JsonObject next) {
        var rights = call.rights();
        if (rights.allowsId(verb, call.doctype(), call.id())) {
            return Future.succeededFuture();
        }
        if (!verb.equals(Rights.DELETE)) {
            rights.requireDocument(verb, call.doctype(), call.id(), next);
        }
        if (!rights.mayAllow(verb, call.doctype())) {
            rights.requireType(verb, call.doctype());
        }
        return document(call).compose(document -> {
            rights.requireDocument(verb, call.doctype(), call.id(), document.fields());
            return Future.succeededFuture();
        });
    }

    private static CozyAnswer written(DataCall call, String id, Written written, JsonObject fields) {
        var revision = Revision.of(call.doctype(), id, written.revision());
        var kept = fields.copy();
        fields.fieldNames().stream()
                .filter(field -> fields.getValue(field) == null)
                .forEach(kept::remove);
        return CozyAnswer.ok(result(call, id, written).put("data", CozyJson.typed(call.doctype(), id, revision, kept)));
    }

    private static JsonObject result(DataCall call, String id, Written written) {
        return new JsonObject()
                .put("id", id)
                .put("type", call.doctype())
                .put("ok", true)
                .put("rev", Revision.of(call.doctype(), id, written.revision()).toString());
    }

    /** The one revision that a request names, in its document, its query or its header. */
    private static Optional<Revision> revision(DataCall call, @Nullable String inDocument) {
        var inQuery = call.query("rev");
        var header = call.header("If-Match");
        var inHeader = header == null || header.isEmpty()
                ? null
                : header.replace("\"", "").strip();
        var first = inDocument != null ? inDocument : inQuery != null ? inQuery : inHeader;
        if (first == null) {
            return Optional.empty();
        }
        if ((inQuery != null && !inQuery.equals(first)) || (inHeader != null && !inHeader.equals(first))) {
            throw Require.badRequest("Document rev from request body and from rev or If-Match are different");
        }
        return Optional.of(CozyJson.revision(first));
    }

    /** What a write asks for when it names a revision. */
    record Condition(@Nullable String ifMatch, long ifRevision) {
        static Condition of(String doctype, String id, Revision revision) throws ServiceException {
            return new Condition(revision.isOf(doctype, id) ? null : revision.hash(), revision.number());
        }
    }
}
