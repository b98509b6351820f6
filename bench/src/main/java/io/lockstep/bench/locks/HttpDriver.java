package io.lockstep.bench.locks;

import io.lockstep.bench.Http;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/** As programs outside do it: REST with a bearer token, one kept-alive connection per worker. */
final class HttpDriver implements LockDriver {
    private static final Buffer ACQUIRE =
            new JsonObject().put("ttlMillis", Cell.TTL_MILLIS).toBuffer();
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final Context loop;
    private final Http http;

    HttpDriver(Context loop, Http http) {
        this.loop = loop;
        this.http = http;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Context loop() {
        return loop;
    }

    @Override
    public Future<Void> acquire(Cell cell) {
        return send(HttpMethod.PUT, cell, ACQUIRE, OK);
    }

    @Override
    public Future<Void> release(Cell cell) {
        return send(HttpMethod.DELETE, cell, Buffer.buffer(), NO_CONTENT);
    }

    private Future<Void> send(HttpMethod method, Cell cell, Buffer body, int expected) {
        return http.send(method, path(cell), body)
                .compose(answer -> answer.expect(expected))
                .mapEmpty();
    }

    private static String path(Cell cell) {
        return "/api/v1/spaces/" + cell.space() + "/documents/" + cell.document() + "/locks/" + cell.field();
    }
}
