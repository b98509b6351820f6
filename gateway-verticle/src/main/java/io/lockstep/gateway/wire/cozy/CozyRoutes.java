package io.lockstep.gateway.wire.cozy;

import static io.vertx.core.http.HttpMethod.OPTIONS;
import static io.vertx.core.http.HttpMethod.POST;

import io.lockstep.gateway.http.Problem;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;

/**
 * The paths of this wire: {@code /data/...} ({@link DataRoutes}) and {@code /realtime} ({@link RealtimeRoutes}).
 *
 * <p>Pages of any origin may call them, as with the original: with a token that they show, never with the cookie of this
 * server's own pages.
 */
public final class CozyRoutes {
    /** The WebSocket subprotocol that its clients offer. */
    public static final String SUBPROTOCOL = RealtimeRoutes.SUBPROTOCOL;

    private static final int MAX_BULK_BYTES = 8 * 1024 * 1024;
    private static final List<String> BULK = List.of("_bulk_docs", "_bulk_get", "_revs_diff", "_all_docs", "_changes");

    private CozyRoutes() {}

    /** Reads the bodies that may be larger than others; comes before the handler that reads those. */
    public static void mountBodies(Router router, Edge edge) {
        for (var name : BULK) {
            var path = "/data/:doctype/" + name;
            router.post(path).handler(Requests.identifyLimited(edge.login()));
            router.post(path).handler(BodyHandler.create(false).setBodyLimit(MAX_BULK_BYTES));
        }
    }

    public static void mount(Router router, Edge edge) {
        var data = new DataRoutes(edge);
        var realtime = new RealtimeRoutes(edge);
        for (var path : List.of("/data/*", "/realtime/*")) {
            router.route(path).order(Problem.BEFORE_ALL).handler(CozyRoutes::allowOrigin);
            router.route(OPTIONS, path).order(Problem.BEFORE_ALL).handler(CozyRoutes::preflight);
        }
        router.route("/data/*")
                .order(Problem.BEFORE_ALL)
                .failureHandler(ctx -> send(ctx, CozyJson.failed(Problem.of(ctx))));
        router.route("/realtime/*")
                .order(Problem.BEFORE_ALL)
                .failureHandler(ctx -> send(ctx, NotifyJson.failed(Problem.of(ctx))));
        router.route("/data/*").handler(data::serve);
        router.get("/realtime/*").handler(realtime::upgrade);
        router.route(POST, "/realtime/*").handler(realtime::publish);
        router.route("/realtime/*").handler(RealtimeRoutes::refuse);
    }

    private static void allowOrigin(RoutingContext ctx) {
        var origin = ctx.request().getHeader("Origin");
        ctx.response().putHeader("Vary", "Origin");
        if (origin != null) {
            ctx.response()
                    .putHeader("Access-Control-Allow-Origin", origin)
                    .putHeader("Access-Control-Allow-Credentials", "true");
        }
        ctx.next();
    }

    private static void preflight(RoutingContext ctx) {
        var headers = ctx.request().getHeader("Access-Control-Request-Headers");
        var response = ctx.response().setStatusCode(204);
        response.putHeader("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE")
                .putHeader("Access-Control-Max-Age", "43200");
        if (headers != null) {
            response.putHeader("Access-Control-Allow-Headers", headers);
        }
        response.end().onFailure(gone -> {});
    }

    static void send(RoutingContext ctx, CozyAnswer answer) {
        var response = ctx.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader("Cache-Control", "no-cache");
        answer.headers().forEach(response::putHeader);
        if (!answer.body().isEmpty() && !answer.headers().containsKey("Content-Type")) {
            response.putHeader("Content-Type", "application/json");
        }
        response.end(answer.body()).onFailure(gone -> {});
    }
}
