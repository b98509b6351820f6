package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Json;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The operations on documents, and the feed of their changes. */
final class DocumentRoutes {
    private static final String ETAG = "ETag";

    private final Metadata metadata;

    DocumentRoutes(Metadata metadata) {
        this.metadata = metadata;
    }

    Future<Answer> list(Call call) {
        return metadata.list(new ListDocuments(call.actor(), call.space(), call.query("after"), call.limit()))
                .map(page -> Answer.ok(Json.toJson(page)));
    }

    Future<Answer> changes(Call call) {
        return metadata.changes(new ListChanges(call.actor(), call.space(), call.query("since"), call.limit()))
                .map(changes -> Answer.ok(RestJson.changes(changes)));
    }

    Future<Answer> read(Call call) {
        return metadata.read(new ReadDocument(call.actor(), call.space(), call.path("document")))
                .map(document -> {
                    var answer = Conditions.isKnown(call.headers(), document.etag())
                            ? Answer.notModified()
                            : Answer.ok(Json.toJson(document));
                    return answer.revalidated().with(ETAG, Conditions.quoted(document.etag()));
                });
    }

    /** The server chooses the id. */
    Future<Answer> create(Call call) {
        return metadata.write(write(call, WriteMode.CREATE, null, null)).map(DocumentRoutes::created);
    }

    Future<Answer> put(Call call) {
        var conditions = Conditions.ofPut(call.headers());
        var mode = conditions.isCreateOnly() ? WriteMode.CREATE : WriteMode.REPLACE;
        return metadata.write(write(call, mode, call.path("document"), conditions.ifMatch()))
                .map(written ->
                        written.verb() == Verb.CREATED && written.changed() ? created(written) : answer(written));
    }

    Future<Answer> patch(Call call) {
        var conditions = Conditions.ofExisting(call.headers());
        return metadata.write(write(call, WriteMode.MERGE, call.path("document"), conditions.ifMatch()))
                .map(DocumentRoutes::answer);
    }

    Future<Answer> delete(Call call) {
        var message = call.message(call.bodyIfAny("fence", "session"))
                .put("document", call.path("document"))
                .put("ifMatch", Conditions.ofExisting(call.headers()).ifMatch());
        return metadata.delete(Json.fromJson(message, DeleteDocument.class))
                .map(written -> Answer.ok(Json.toJson(written)));
    }

    private static WriteDocument write(Call call, WriteMode mode, @Nullable String document, @Nullable String ifMatch) {
        var body = call.body("fields", "fence", "operation", "session");
        var message = call.message(body)
                .put("operation", RestJson.textIfAny(body, "operation"))
                .put("mode", mode.json())
                .put("document", document)
                .put("ifMatch", ifMatch);
        return Json.fromJson(message, WriteDocument.class);
    }

    private static Answer created(Written written) {
        var location = RestJson.documentPath(RestRoutes.ROOT, written.space(), written.document());
        return Answer.created(location, Json.toJson(written)).with(ETAG, Conditions.quoted(written.etag()));
    }

    private static Answer answer(Written written) {
        return Answer.ok(Json.toJson(written)).with(ETAG, Conditions.quoted(written.etag()));
    }
}
