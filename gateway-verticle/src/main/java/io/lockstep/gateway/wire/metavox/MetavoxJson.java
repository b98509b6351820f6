package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The responses of MetaVox's routes. Pure.
 *
 * <p>Where the original leaves it open: a value is always a text, {@code ""} when there is none, for the page hands it to
 * its editors as it is; several values are joined as MetaVox joins them; {@code field_options} is an array of texts,
 * {@code is_required} a boolean, {@code applies_to_groupfolder} 0, for these are fields of files; {@code id} counts the
 * definitions from 1. A save that a lock of somebody else refuses, for which the original has no answer because it enforces
 * none, is 409 with the members of a refused lock beside the {@code error}.
 */
final class MetavoxJson {
    static final MetavoxAnswer LOCK_TAKEN = new MetavoxAnswer(200, "{\"locked\":false}");
    static final MetavoxAnswer SUCCESS = new MetavoxAnswer(200, "{\"success\":true}");
    static final MetavoxAnswer NO_FIELD_NAME = error(400, "field_name required");
    static final MetavoxAnswer NOT_FOUND = error(404, "Not found");

    private static final String VALUE_SEPARATOR = ";#";

    private MetavoxJson() {}

    /** A lock that somebody else holds. */
    static MetavoxAnswer lockedByAnother(ServiceException locked) {
        return new MetavoxAnswer(409, byAnother(new JsonObject(), locked).encode());
    }

    /** Any failure; the two groups of routes have different words for a user who is not signed in. */
    static MetavoxAnswer failed(ServiceException failure, String unauthenticated) {
        return switch (failure.code()) {
            case UNAUTHENTICATED -> error(401, unauthenticated);
            case FORBIDDEN, NOT_FOUND -> error(403, "Access denied");
            case LOCKED ->
                new MetavoxAnswer(
                        409,
                        byAnother(new JsonObject().put("error", failure.message()), failure)
                                .encode());
            default -> error(failure.code().httpStatus(), failure.message());
        };
    }

    private static JsonObject byAnother(JsonObject json, ServiceException locked) {
        var lock = locked.details().getJsonObject("lock", new JsonObject());
        return json.put("locked", true).put("lockedBy", lock.getString("owner"));
    }

    private static MetavoxAnswer error(int status, String message) {
        return new MetavoxAnswer(status, new JsonObject().put("error", message).encode());
    }

    /** The definitions in their order, each with the file's value. */
    static MetavoxAnswer metadata(List<FieldDefinition> definitions, JsonObject values) {
        var fields = new JsonArray();
        for (var definition : definitions) {
            fields.add(new JsonObject()
                    .put("id", fields.size() + 1)
                    .put("field_name", definition.name())
                    .put("field_label", definition.label())
                    .put("field_type", definition.type())
                    .put("field_options", new JsonArray(definition.options()))
                    .put("is_required", definition.required())
                    .put("applies_to_groupfolder", 0)
                    .put("value", text(values.getMap().get(definition.name()))));
        }
        return new MetavoxAnswer(200, fields.encode());
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Iterable<?> list) {
            var joined = new StringJoiner(VALUE_SEPARATOR);
            list.forEach(element -> joined.add(text(element)));
            return joined.toString();
        }
        return Json.encode(value);
    }
}
