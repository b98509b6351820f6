package io.lockstep.bench.delivery;

import io.lockstep.bench.Http;
import io.lockstep.bench.delivery.crowd.Crowd;
import io.lockstep.bench.delivery.crowd.Door;
import io.lockstep.bench.delivery.place.LockstepServer;
import io.lockstep.bench.delivery.place.ProcessStat;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Scenarios 04 and 05: the product; all viewers listen to one space, of which so many documents are written in one request. */
final class LockstepWay implements Way {
    private static final int OK = 200;

    private final String number;
    private final String name;
    private final LockstepServer server;
    private final Http http;
    private final String space;
    private final int events;
    private int writes;

    LockstepWay(String number, String name, LockstepServer server, Http http, String space, int events) {
        this.number = number;
        this.name = name;
        this.server = server;
        this.http = http;
        this.space = space;
        this.events = events;
    }

    @Override
    public String number() {
        return number;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int events() {
        return events;
    }

    @Override
    public Crowd crowd(Context loop, int size, Crowd.Listener listener) {
        var door = Door.raw(server.port(), server.token());
        return new Crowd(loop, door, size, Optional.of(viewer -> topic()), true, listener);
    }

    String topic() {
        return "space/" + space;
    }

    /** Each was told so itself. */
    @Override
    public void awaitListening(int viewers) {}

    @Override
    public Future<Void> send() {
        var batch = new JsonArray();
        for (var document = 0; document < events; document++) {
            writes++;
            batch.add(new JsonObject()
                    .put("document", "document-" + document)
                    .put("mode", "upsert")
                    .put("fields", new JsonObject().put("title", "Title " + writes)));
        }
        var body = new JsonObject().put("writes", batch);
        return http.send(HttpMethod.POST, "/api/v1/spaces/" + space + "/batch", Buffer.buffer(body.encode()))
                .compose(answer -> answer.expect(OK))
                .compose(answer -> answer.body().toString().contains("\"failure\"")
                        ? Future.failedFuture("a write was refused: " + answer.body())
                        : Future.succeededFuture());
    }

    @Override
    public double cpuMicros() {
        return ProcessStat.cpuMicros(server.pid());
    }

    @Override
    public double compilerMicros() {
        return ProcessStat.compilerMicros(server.pid());
    }

    @Override
    public double storeCpuMicros() {
        return ProcessStat.cpuMicros(server.stores());
    }
}
