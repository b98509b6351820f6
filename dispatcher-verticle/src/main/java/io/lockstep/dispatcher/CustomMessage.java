package io.lockstep.dispatcher;

import io.lockstep.contract.Require;
import io.lockstep.contract.event.Event;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The payload of {@code notify_custom}: {@code {"user":"alice","message":"m","body":any?}}, other keys ignored.
 *
 * <p>A user may also be an integer: publishers in PHP turn an all-digit user id into a number when they keep it as an array
 * key.
 */
final class CustomMessage {

    private CustomMessage() {}

    /** Fails with BAD_REQUEST saying what is wrong with the payload, without quoting it. */
    static Event.Custom parse(String payload) {
        var json = object(payload);
        return new Event.Custom(user(json.getValue("user")), message(json.getValue("message")), json.getValue("body"));
    }

    private static JsonObject object(String payload) {
        try {
            if (Json.decodeValue(payload) instanceof JsonObject json) {
                return json;
            }
        } catch (DecodeException noJson) {
            throw Require.badRequest("the payload is not JSON");
        }
        throw Require.badRequest("the payload must be a JSON object");
    }

    private static String user(@Nullable Object user) {
        if (user instanceof String name) {
            return name;
        }
        if (user instanceof Integer || user instanceof Long || user instanceof BigInteger) {
            return user.toString();
        }
        throw Require.badRequest("'user' must be a string");
    }

    private static String message(@Nullable Object message) {
        if (message instanceof String text) {
            return text;
        }
        throw Require.badRequest("'message' must be a string");
    }
}
