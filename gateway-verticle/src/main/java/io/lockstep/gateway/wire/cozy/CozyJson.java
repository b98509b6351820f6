package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Document;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON of documents and failures under {@code /data}, as CouchDB and the original have it. Pure. */
final class CozyJson {
    static final String ID = "_id";
    static final String REV = "_rev";
    static final String TYPE = "_type";
    static final String DELETED = "_deleted";
    static final String CONFLICT_REASON = "Document update conflict.";
    static final String MISSING = "missing";

    private static final String NO_DATABASE = "Database does not exist.";
    private static final String ERROR = "error";

    /** Members that a client may send back as he got them; they are not part of what is kept. */
    private static final Set<String> TOLERATED = Set.of(ID, REV, TYPE, DELETED, "_revisions", "_attachments");

    private CozyJson() {}

    // Documents

    static JsonObject document(String doctype, Document document) {
        return document(
                document.document(), Revision.of(doctype, document.document(), document.revision()), document.fields());
    }

    static JsonObject document(String id, Revision revision, JsonObject fields) {
        return new JsonObject().put(ID, id).put(REV, revision.toString()).mergeIn(fields);
    }

    /** What is left of a deleted document. */
    static JsonObject tombstone(String id, Revision revision) {
        return new JsonObject().put(ID, id).put(REV, revision.toString()).put(DELETED, true);
    }

    /** The document with its doctype, as the original's own routes give it. */
    static JsonObject typed(String doctype, String id, Revision revision, JsonObject fields) {
        return new JsonObject()
                .put(ID, id)
                .put(TYPE, doctype)
                .put(REV, revision.toString())
                .mergeIn(fields);
    }

    /**
     * The fields of a document that a client sent; fails with BAD_REQUEST for a member that is reserved, and for one that this
     * product does not keep.
     */
    static JsonObject fields(JsonObject body) {
        var fields = new JsonObject();
        for (Map.Entry<String, @Nullable Object> member : body) {
            if (!member.getKey().startsWith("_")) {
                fields.put(member.getKey(), member.getValue());
            } else if (!TOLERATED.contains(member.getKey())) {
                throw Require.badRequest("Bad special document member: " + member.getKey());
            } else if (member.getKey().equals("_attachments")
                    && !(member.getValue() instanceof JsonObject none && none.isEmpty())) {
                throw Require.badRequest("Documents have no attachments here");
            }
        }
        return fields;
    }

    static boolean isDeletion(JsonObject body) {
        return Boolean.TRUE.equals(body.getValue(DELETED));
    }

    /** The text of a member; null when there is none. Fails with BAD_REQUEST when it is no text. */
    static @Nullable String text(JsonObject body, String member) {
        var value = body.getValue(member);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Require.badRequest("'" + member + "' must be a text");
    }

    /** The {@code _rev} that a client gives; fails with BAD_REQUEST for one that is none. */
    static Revision revision(String text) {
        return Revision.parse(text).orElseThrow(() -> Require.badRequest("Invalid rev format"));
    }

    // Failures

    /** A failure by its code; the original has a text of its own for requests that are wrong in themselves. */
    static CozyAnswer failed(ServiceException failure) {
        return switch (failure.code()) {
            case BAD_REQUEST -> badRequest(failure.message());
            case UNAUTHENTICATED ->
                error(401, "unauthorized", failure.message()).with("WWW-Authenticate", "Bearer");
            case FORBIDDEN -> error(403, "forbidden", failure.message());
            case NOT_FOUND -> NO_SUCH_DATABASE;
            case REVISION_CONFLICT -> CONFLICT;
            case CURSOR_GONE -> badRequest("the since is too old");
            case TOO_LARGE -> error(413, "too_large", failure.message());
            case LOCKED -> error(423, "locked", failure.message());
            case RATE_LIMITED ->
                error(429, "too_many_requests", failure.message()).with("Retry-After", "1");
            case INTERNAL -> error(500, "internal_server_error", failure.message());
            case UNAVAILABLE ->
                error(503, "service_unavailable", failure.message()).with("Retry-After", "1");
            case QUOTA -> error(507, "insufficient_storage", failure.message());
        };
    }

    static final CozyAnswer NO_SUCH_DATABASE = error(404, "not_found", NO_DATABASE);
    static final CozyAnswer CONFLICT = error(409, "conflict", CONFLICT_REASON);
    static final CozyAnswer NOT_FOUND = error(404, "not_found", MISSING);
    static final CozyAnswer WAS_DELETED = error(404, "not_found", "deleted");

    static CozyAnswer badRequest(String detail) {
        return CozyAnswer.of(400, new JsonObject().put(ERROR, "Bad Request(400): " + detail));
    }

    static CozyAnswer error(int status, String error, String reason) {
        return CozyAnswer.of(status, new JsonObject().put(ERROR, error).put("reason", reason));
    }

    /** The failure of one of many writes, in the words of {@link #failed}. */
    static JsonObject failedItem(@Nullable String id, ServiceException failure) {
        var known = failure.code() == FailureCode.NOT_FOUND
                ? new JsonObject().put(ERROR, "conflict").put("reason", CONFLICT_REASON)
                : new JsonObject(failed(failure).body());
        return new JsonObject().put("id", id).mergeIn(known);
    }
}
