package io.lockstep.gateway.wire.metavox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A response: its status, its compact JSON, and how long a browser may keep it. */
record MetavoxAnswer(int status, String body, String caching) {
    private static final String NEVER = "no-store";

    MetavoxAnswer(int status, String body) {
        this(status, body, NEVER);
    }

    static MetavoxAnswer ok(JsonObject json) {
        return new MetavoxAnswer(200, json.encode());
    }

    static MetavoxAnswer ok(JsonArray json) {
        return new MetavoxAnswer(200, json.encode());
    }

    static MetavoxAnswer created(JsonObject json) {
        return new MetavoxAnswer(201, json.encode());
    }

    static MetavoxAnswer error(int status, String message) {
        return new MetavoxAnswer(status, new JsonObject().put("error", message).encode());
    }

    MetavoxAnswer cached(String directive) {
        return new MetavoxAnswer(status, body, directive);
    }
}
