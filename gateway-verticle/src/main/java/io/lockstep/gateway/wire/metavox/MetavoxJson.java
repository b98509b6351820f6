package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The responses of MetaVox's routes. Pure.
 *
 * <p>Where the original leaves it open: {@code field_options} is an array of texts, {@code is_required} a boolean; a value
 * is always a text, see {@link MetavoxValues}. A save that a lock of somebody else refuses, for which the original has no answer because it enforces
 * none, is 409 with the members of a refused lock beside the {@code error}.
 */
final class MetavoxJson {
    static final MetavoxAnswer LOCK_TAKEN = new MetavoxAnswer(200, "{\"locked\":false}");
    static final MetavoxAnswer SUCCESS = new MetavoxAnswer(200, "{\"success\":true}");
    static final MetavoxAnswer NO_FIELD_NAME = MetavoxAnswer.error(400, "field_name required");
    static final MetavoxAnswer NOT_FOUND = MetavoxAnswer.error(404, "Not found");
    static final MetavoxAnswer NOT_ALLOWED = MetavoxAnswer.error(405, "Method not allowed");

    private MetavoxJson() {}

    /** A lock that somebody else holds. */
    static MetavoxAnswer lockedByAnother(ServiceException locked) {
        return new MetavoxAnswer(409, byAnother(new JsonObject(), locked).encode());
    }

    /** Any failure; the two groups of routes have different words for a user who is not signed in. */
    static MetavoxAnswer failed(ServiceException failure, String unauthenticated) {
        return switch (failure.code()) {
            case UNAUTHENTICATED -> MetavoxAnswer.error(401, unauthenticated);
            case FORBIDDEN, NOT_FOUND -> MetavoxAnswer.error(403, "Access denied");
            case LOCKED ->
                new MetavoxAnswer(
                        409,
                        byAnother(new JsonObject().put("error", failure.message()), failure)
                                .encode());
            default -> MetavoxAnswer.error(failure.code().httpStatus(), failure.message());
        };
    }

    private static JsonObject byAnother(JsonObject json, ServiceException locked) {
        var lock = locked.details().getJsonObject("lock", new JsonObject());
        return json.put("locked", true).put("lockedBy", lock.getString("owner"));
    }

    /** The definitions in their order, each with the file's value. */
    static JsonArray metadata(List<FieldDefinition> definitions, JsonObject values) {
        var fields = new JsonArray();
        definitions.forEach(
                definition -> fields.add(MetavoxField.of(definition).json(values.getValue(definition.name()))));
        return fields;
    }

    /** Nextcloud's bits: read 1, change 2, create 4, delete 8, share 16. */
    static int permissions(Role role, boolean isReadonly) {
        return isReadonly || role == Role.VIEWER ? 1 : role == Role.MANAGER ? 31 : 15;
    }

    /** Why one of several is refused. */
    static String reason(ServiceException failure) {
        return switch (failure.code()) {
            case FORBIDDEN -> "Access denied";
            case NOT_FOUND -> "File not found";
            default -> failure.message();
        };
    }

    /** The same of a failure as a batch tells it. */
    static String reason(JsonObject failure) {
        var code = failure.getString("code", "");
        return code.equals(FailureCode.FORBIDDEN.name()) || code.equals(FailureCode.NOT_FOUND.name())
                ? "Access denied"
                : failure.getString("message", "");
    }
}
