package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.Json;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.CopyDocument;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The operations on one document each, and the listing. */
final class DocumentRoutes {
    private static final String ETAG = "ETag";

    private final Metadata metadata;

    DocumentRoutes(Metadata metadata) {
        this.metadata = metadata;
    }

    /** Answered with 304, from one row, while nothing in the space has changed since the listing that the client has. */
    Future<Answer> list(Call call) {
        var known = head(Conditions.known(call.headers()));
        return metadata.list(listing(call, known)).map(page -> {
            var answer = page.isNotModified() || Conditions.isKnown(call.headers(), page.cursor())
                    ? Answer.notModified()
                    : Answer.ok(Json.toJson(page));
            // Weak: a listing may already show what was written after its cursor.
            return answer.revalidated().with(ETAG, Conditions.weak(page.cursor()));
        });
    }

    private static ListDocuments listing(Call call, @Nullable String ifHead) {
        return new ListDocuments(
                call.actor(),
                call.space(),
                call.query("after"),
                call.limit(),
                call.queries("ids"),
                RestJson.time(call.query("updatedSince"), "updatedSince"),
                RestJson.object(call.query("selector"), "selector"),
                RestJson.sort(call.query("sort")),
                withoutFields(call.query("fields")),
                ifHead);
    }

    private static @Nullable Boolean withoutFields(@Nullable String fields) {
        if (fields == null) {
            return null;
        }
        if (!fields.equals("none")) {
            throw Require.badRequest("'fields' must be none, or be left out for all");
        }
        return true;
    }

    /** Any text may come as an etag; one that was never the head of a feed is nothing that the client has. */
    private static @Nullable String head(@Nullable String etag) {
        try {
            return etag == null ? null : Cursor.parse(etag).encode();
        } catch (ServiceException notOurs) {
            return null;
        }
    }

    Future<Answer> read(Call call) {
        var known = Conditions.known(call.headers());
        return metadata.read(new ReadDocument(call.actor(), call.space(), call.path("document"), known))
                .map(document -> {
                    var answer = Conditions.isKnown(call.headers(), document.etag())
                            ? Answer.notModified()
                            : Answer.ok(Json.toJson(document));
                    return answer.revalidated().with(ETAG, Conditions.quoted(document.etag()));
                });
    }

    /** The server chooses the id when the body names none. */
    Future<Answer> create(Call call) {
        var document = RestJson.textIfAny(call.body("document"), "document");
        return metadata.write(write(call, WriteMode.CREATE, document, null)).map(DocumentRoutes::created);
    }

    /** The copy's place is said by the body; without one it stands in the same space. */
    Future<Answer> copy(Call call) {
        var message = call.message(call.bodyIfAny("toSpace", "toDocument", "operation"))
                .put("document", call.path("document"));
        return metadata.copy(Json.fromJson(message, CopyDocument.class)).map(DocumentRoutes::created);
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
        var message = call.message(call.bodyIfAny("fence", "ifRevision", "operation", "session"))
                .put("document", call.path("document"))
                .put("ifMatch", Conditions.ofExisting(call.headers()).ifMatch());
        return metadata.delete(Json.fromJson(message, DeleteDocument.class))
                .map(written -> Answer.ok(Json.toJson(written)));
    }

    private static WriteDocument write(Call call, WriteMode mode, @Nullable String document, @Nullable String ifMatch) {
        var body = call.body("fields", "fence", "ifRevision", "operation", "readonly", "session");
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
