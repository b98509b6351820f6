package io.lockstep.dispatcher;

import io.lockstep.contract.Require;
import io.lockstep.contract.event.Event;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The payloads of the {@link Channel}s that carry events. An event is {@code {"user":"alice","message":"m","body":any?}} or
 * {@code {"space":"metavox:103","document":"456"?,"message":"m","body":any?}}, other keys ignored. Pure.
 *
 * <p>A user may also be an integer: publishers in PHP turn an all-digit user id into a number when they keep it as an array
 * key. A message may be any text, also an empty one.
 */
final class EventPayload {
    private static final int MAX_EVENTS = 1_000;

    private EventPayload() {}

    /** The payload of {@code notify_custom}: one event for one user. */
    static Event.Custom custom(String payload) {
        return custom(object(payload));
    }

    /** The payload of {@code lockstep_event}: an event, or an array of them of which all or none are taken. */
    static List<Event> events(String payload) {
        var decoded = decoded(payload);
        if (!(decoded instanceof JsonArray array)) {
            return List.of(event(object(decoded)));
        }
        if (array.isEmpty() || array.size() > MAX_EVENTS) {
            throw Require.badRequest("the array must have 1 to " + MAX_EVENTS + " events");
        }
        return array.stream().map(item -> event(object(item))).toList();
    }

    private static Event event(JsonObject json) {
        if (json.getValue("space") == null) {
            return custom(json);
        }
        if (json.getValue("user") != null) {
            throw Require.badRequest("an event is for a 'user' or for a 'space', not for both");
        }
        var document = json.getValue("document");
        return new Event.CustomInSpace(
                text(json, "space"),
                document == null ? null : text(json, "document"),
                text(json, "message"),
                json.getValue("body"),
                null,
                null);
    }

    private static Event.Custom custom(JsonObject json) {
        return new Event.Custom(user(json), text(json, "message"), json.getValue("body"));
    }

    /** The payload as an object. */
    static JsonObject object(String payload) {
        return object(decoded(payload));
    }

    static @Nullable Object decoded(String payload) {
        try {
            return Json.decodeValue(payload);
        } catch (DecodeException noJson) {
            throw Require.badRequest("the payload is not JSON");
        }
    }

    private static JsonObject object(@Nullable Object value) {
        if (value instanceof JsonObject json) {
            return json;
        }
        throw Require.badRequest("an event must be a JSON object");
    }

    static String user(JsonObject json) {
        var user = json.getValue("user");
        return user instanceof Integer || user instanceof Long || user instanceof BigInteger
                ? user.toString()
                : text(json, "user");
    }

    static String text(JsonObject json, String key) {
        if (json.getValue(key) instanceof String text) {
            return text;
        }
        throw Require.badRequest("'" + key + "' must be a string");
    }
}
