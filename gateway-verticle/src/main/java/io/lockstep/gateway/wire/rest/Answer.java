package io.lockstep.gateway.wire.rest;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a successful operation answers: a status, its headers, and a JSON object or nothing. No cache may keep it unless a
 * header says otherwise.
 */
record Answer(
        int status, Map<String, String> headers, @Nullable JsonObject body) {
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final String CACHE_CONTROL = "Cache-Control";

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer ok(JsonObject body) {
        return new Answer(200, Map.of(), body);
    }

    static Answer created(String location, JsonObject body) {
        return new Answer(201, Map.of("Location", location), body);
    }

    static Answer noContent() {
        return new Answer(204, Map.of(), null);
    }

    /** The client already has this state of a document. */
    static Answer notModified() {
        return new Answer(304, Map.of(), null);
    }

    Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }

    /** The answer's client may keep it, and must ask whether it still holds before each use. */
    Answer revalidated() {
        return with(CACHE_CONTROL, "private, no-cache");
    }

    void send(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader(CACHE_CONTROL, "no-store");
        headers.forEach(response::putHeader);
        var sent = body == null
                ? response.end()
                : response.putHeader("Content-Type", "application/json").end(body.toBuffer());
        sent.onFailure(gone -> LOG.atTrace().setCause(gone).log("a client left before its answer"));
    }
}
