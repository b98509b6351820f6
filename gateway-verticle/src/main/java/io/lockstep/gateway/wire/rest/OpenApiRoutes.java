package io.lockstep.gateway.wire.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The description of this interface for programs, which the page {@code /docs/api/} shows to people. */
final class OpenApiRoutes {
    private final Vertx vertx;
    private @Nullable Future<OpenApi> loaded;

    OpenApiRoutes(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<Answer> json(RoutingContext ctx) {
        return document().map(api -> answer(ctx, "application/json", api.json(), api.etag()));
    }

    Future<Answer> yaml(RoutingContext ctx) {
        return document().map(api -> answer(ctx, "application/yaml", api.yaml(), api.etag()));
    }

    /** Read when it is asked for first, not on the event loop. */
    private Future<OpenApi> document() {
        var document = loaded;
        if (document == null) {
            document = vertx.executeBlocking(OpenApi::load);
            loaded = document;
        }
        return document;
    }

    private static Answer answer(RoutingContext ctx, String type, Buffer text, String etag) {
        var answer =
                Conditions.isKnown(ctx.request().headers(), etag) ? Answer.notModified() : Answer.text(200, type, text);
        return answer.revalidated().with("ETag", Conditions.quoted(etag));
    }
}
