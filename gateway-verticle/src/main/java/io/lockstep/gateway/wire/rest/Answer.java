package io.lockstep.gateway.wire.rest;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a successful operation answers: a status, its headers, and a body. No cache may keep it unless a header says
 * otherwise.
 */
record Answer(int status, Map<String, String> headers, Body body) {
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final Body NONE = HttpServerResponse::end;

    /** What comes after the head. */
    @FunctionalInterface
    interface Body {
        /** Writes it; the Future ends when nothing more will come of it here. */
        Future<Void> write(HttpServerResponse response);
    }

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer ok(JsonObject body) {
        return text(200, "application/json", body.toBuffer());
    }

    static Answer created(String location, JsonObject body) {
        return text(201, "application/json", body.toBuffer()).with("Location", location);
    }

    static Answer accepted(JsonObject body) {
        return text(202, "application/json", body.toBuffer());
    }

    static Answer noContent() {
        return new Answer(204, Map.of(), NONE);
    }

    static Answer text(int status, String type, Buffer text) {
        return new Answer(status, Map.of(CONTENT_TYPE, type), response -> response.end(text));
    }

    /** A body without an end: whoever writes it ends it. It is not compressed, so that each piece leaves at once. */
    static Answer stream(String type, Runnable writer) {
        var headers = Map.of(CONTENT_TYPE, type, "Content-Encoding", "identity", "X-Accel-Buffering", "no");
        return new Answer(200, headers, response -> {
            response.setChunked(true);
            writer.run();
            return Future.succeededFuture();
        });
    }

    /** The client already has this state of what it asks for. */
    static Answer notModified() {
        return new Answer(304, Map.of(), NONE);
    }

    /** With one more header. */
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
        body.write(response).onFailure(gone -> LOG.atTrace().setCause(gone).log("a client left before its answer"));
    }
}
