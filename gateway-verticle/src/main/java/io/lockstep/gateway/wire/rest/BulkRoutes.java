package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Json;
import io.lockstep.contract.Require;
import io.lockstep.contract.metadata.FlushSpace;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.ReconcileDocuments;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.http.Requests;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;

/** The operations on many documents of a space at once. */
final class BulkRoutes {
    static final String BATCH = "/spaces/:space/batch";
    static final String RECONCILE = "/spaces/:space/reconcile";

    /** A request of up to 1000 documents takes more than others. */
    static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    private static final String[] WRITE = {
        "document", "mode", "fields", "ifMatch", "ifRevision", "fence", "operation", "readonly"
    };

    private final Metadata metadata;

    BulkRoutes(Metadata metadata) {
        this.metadata = metadata;
    }

    /** Reads the large bodies, of who is signed in; comes before the handler that reads all others. */
    static void mountBodies(Router router, Login login) {
        for (var path : new String[] {BATCH, RECONCILE}) {
            router.post(RestRoutes.ROOT + path).handler(Requests.identify(login));
            router.post(RestRoutes.ROOT + path)
                    .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        }
    }

    /** Each write is answered by itself; one that is not even well-formed refuses them all. */
    Future<Answer> batch(Call call) {
        var message = call.body("writes", "atomic", "quiet", "session");
        message.put("writes", writes(call, message));
        return metadata.batch(Json.fromJson(message, WriteBatch.class)).map(result -> Answer.ok(Json.toJson(result)));
    }

    private static JsonArray writes(Call call, JsonObject body) {
        var session = RestJson.textIfAny(body, "session");
        if (!(body.getValue("writes") instanceof JsonArray writes)) {
            throw Require.badRequest("'writes' must be an array of writes");
        }
        var messages = new JsonArray();
        for (var write : writes) {
            if (!(write instanceof JsonObject json)) {
                throw Require.badRequest("each of the 'writes' must be an object");
            }
            messages.add(call.message(RestJson.pick(json, WRITE).put("session", session)));
        }
        return messages;
    }

    /** The end of an import: who listens is told of it now. */
    Future<Answer> flush(Call call) {
        return metadata.flush(new FlushSpace(call.actor(), call.space()))
                .map(flushed -> Answer.ok(Json.toJson(flushed)));
    }

    Future<Answer> reconcile(Call call) {
        var message =
                call.message(call.body("items", "contentFields", "complete", "after", "upTo", "allowEmpty", "quiet"));
        return metadata.reconcile(Json.fromJson(message, ReconcileDocuments.class))
                .map(reconciled -> Answer.ok(Json.toJson(reconciled)));
    }
}
