package io.lockstep.bench.writes;

import io.lockstep.bench.Http;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/** As programs outside do it: PATCH with a bearer token, one kept-alive connection per worker. */
final class HttpWriter implements WriteDriver {
    private static final int OK = 200;

    private final Context loop;
    private final Http http;

    HttpWriter(Context loop, Http http) {
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
    public Future<Void> write(Slot slot, String title) {
        var body = new JsonObject().put("fields", new JsonObject().put(Slot.FIELD, title));
        return http.send(HttpMethod.PATCH, path(slot), body.toBuffer())
                .compose(answer -> answer.expect(OK))
                .mapEmpty();
    }

    private static String path(Slot slot) {
        return "/api/v1/spaces/" + slot.space() + "/documents/" + slot.document();
    }
}
