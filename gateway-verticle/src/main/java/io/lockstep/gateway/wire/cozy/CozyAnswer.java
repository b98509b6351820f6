package io.lockstep.gateway.wire.cozy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** A response: its status, its headers, and its JSON; the text is empty for one without. */
record CozyAnswer(int status, Map<String, String> headers, String body) {
    CozyAnswer {
        headers = Map.copyOf(headers);
    }

    static CozyAnswer of(int status, JsonObject body) {
        return new CozyAnswer(status, Map.of(), body.encode());
    }

    static CozyAnswer of(int status, JsonArray body) {
        return new CozyAnswer(status, Map.of(), body.encode());
    }

    static CozyAnswer ok(JsonObject body) {
        return of(200, body);
    }

    static CozyAnswer empty(int status) {
        return new CozyAnswer(status, Map.of(), "");
    }

    CozyAnswer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new CozyAnswer(status, more, body);
    }
}
