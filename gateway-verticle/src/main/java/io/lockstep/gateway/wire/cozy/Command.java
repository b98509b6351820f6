package io.lockstep.gateway.wire.cozy;

import io.lockstep.gateway.http.Requests;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client says on the realtime socket. Pure.
 *
 * <p>{@code source} is how an error frame names the command: the original repeats the whole frame, and with it the token of an
 * {@code AUTH}, which is not repeated here.
 */
sealed interface Command {
    JsonObject source();

    /** No JSON object, or one of another shape. */
    record Malformed(JsonObject source) implements Command {}

    /**
     * Says who listens.
     *
     * @param token empty when there is none
     */
    record Auth(String method, String token) implements Command {
        private static final String REDACTED = "***";

        @Override
        public JsonObject source() {
            return new JsonObject().put(METHOD, method).put(PAYLOAD, token.isEmpty() ? "" : REDACTED);
        }
    }

    /**
     * SUBSCRIBE or UNSUBSCRIBE.
     *
     * @param type empty when there is none
     * @param id empty for all documents of the type
     * @param selector which documents; null for all
     * @param since where to go on from; null for now, without positions
     */
    record Listen(
            String method,
            boolean isEnding,
            String type,
            String id,
            @Nullable JsonObject selector,
            @Nullable String since)
            implements Command {
        static final String NOW = "now";

        /** Whether it goes on from somewhere before now. */
        boolean resumes() {
            return since != null && !since.equals(NOW);
        }

        @Override
        public JsonObject source() {
            var payload = payload(type, id);
            if (selector != null) {
                payload.put(SELECTOR, selector);
            }
            if (since != null) {
                payload.put(SINCE, since);
            }
            return new JsonObject().put(METHOD, method).put(PAYLOAD, payload);
        }
    }

    /** A method that is none. */
    record Unknown(String method, String type, String id) implements Command {
        @Override
        public JsonObject source() {
            return new JsonObject().put(METHOD, method).put(PAYLOAD, payload(type, id));
        }
    }

    String METHOD = "method";
    String PAYLOAD = "payload";
    String TYPE = "type";
    String ID = "id";
    String SELECTOR = "selector";
    String SINCE = "since";
    String AUTH = "AUTH";
    String SUBSCRIBE = "SUBSCRIBE";
    String UNSUBSCRIBE = "UNSUBSCRIBE";

    static Command parse(String text) {
        JsonObject json;
        try {
            json = new JsonObject(text);
        } catch (DecodeException broken) {
            return new Malformed(new JsonObject());
        }
        return Requests.isShallow(json) ? of(json) : new Malformed(new JsonObject());
    }

    private static Command of(JsonObject json) {
        var method = json.getValue(METHOD, "");
        var payload = json.getValue(PAYLOAD);
        if (!(method instanceof String name)) {
            return new Malformed(new JsonObject());
        }
        var verb = name.toUpperCase(Locale.ROOT);
        if (verb.equals(AUTH)) {
            return payload == null || payload instanceof String
                    ? new Auth(name, payload == null ? "" : (String) payload)
                    : malformed(name);
        }
        if (payload != null && !(payload instanceof JsonObject)) {
            return malformed(name);
        }
        return of(name, verb, payload == null ? new JsonObject() : (JsonObject) payload);
    }

    private static Command of(String name, String verb, JsonObject payload) {
        var type = payload.getValue(TYPE, "");
        var id = payload.getValue(ID, "");
        var selector = payload.getValue(SELECTOR);
        var since = payload.getValue(SINCE);
        if (!isText(type) || !isText(id) || (selector != null && !(selector instanceof JsonObject)) || !isText(since)) {
            return malformed(name);
        }
        return verb.equals(SUBSCRIBE) || verb.equals(UNSUBSCRIBE)
                ? new Listen(
                        name, verb.equals(UNSUBSCRIBE), text(type), text(id), (JsonObject) selector, (String) since)
                : new Unknown(name, text(type), text(id));
    }

    private static boolean isText(@Nullable Object value) {
        return value == null || value instanceof String;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : (String) value;
    }

    private static Malformed malformed(String method) {
        return new Malformed(new JsonObject().put(METHOD, method).put(PAYLOAD, ""));
    }

    private static JsonObject payload(String type, String id) {
        return new JsonObject().put(TYPE, type).put(ID, id);
    }

    /** The method as the client wrote it; empty when he wrote none. */
    default String method() {
        return source().getString(METHOD, "");
    }
}
