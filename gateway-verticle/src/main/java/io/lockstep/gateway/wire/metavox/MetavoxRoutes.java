package io.lockstep.gateway.wire.metavox;

import io.lockstep.gateway.http.Problem;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/**
 * Mounts MetaVox's routes under each prefix that its page uses, and under none.
 *
 * <p>Path ids that are not numbers are 404. The original's CSRF parameter {@code requesttoken} is ignored: a cookie counts
 * from allowed origins only.
 */
public final class MetavoxRoutes {
    private static final List<String> PREFIXES = List.of("", "/apps/metavox", "/index.php/apps/metavox");
    private static final String FILE = "/api/groupfolders/:folder/files/:file";

    /** The original's two groups of routes tell a user who is not signed in with different words. */
    private static final String LOCK_UNAUTHENTICATED = "Not authenticated";

    private static final String METADATA_UNAUTHENTICATED = "User not authenticated";

    /** Before the routes that answer failures for everybody. */
    private static final int FIRST = -1;

    private MetavoxRoutes() {}

    public static void mount(Router router, Edge edge) {
        var cells = new MetavoxCells(edge);
        var files = new MetavoxFiles(edge);
        for (var prefix : PREFIXES) {
            var lock = prefix + FILE + "/lock";
            var unlock = prefix + FILE + "/unlock";
            var metadata = prefix + FILE + "/metadata";
            router.post(lock).handler(serve(edge, LOCK_UNAUTHENTICATED, cells::lock));
            router.post(unlock).handler(serve(edge, LOCK_UNAUTHENTICATED, cells::unlock));
            router.get(metadata).handler(serve(edge, METADATA_UNAUTHENTICATED, files::read));
            router.post(metadata).handler(serve(edge, METADATA_UNAUTHENTICATED, files::save));
            for (var path : List.of(lock, unlock, metadata)) {
                router.route(path).order(FIRST).failureHandler(MetavoxRoutes::refuse);
            }
        }
    }

    private static Handler<RoutingContext> serve(
            Edge edge, String unauthenticated, Function<MetavoxRequest, Future<MetavoxAnswer>> operation) {
        return ctx -> edge.login()
                .identify(ctx)
                .compose(identity -> MetavoxRequest.of(identity, ctx)
                        .map(operation)
                        .orElse(Future.succeededFuture(MetavoxJson.NOT_FOUND)))
                .otherwise(failure -> MetavoxJson.failed(Requests.failure(failure), unauthenticated))
                .onSuccess(answer -> send(ctx, answer));
    }

    /** What failed before it came here, e.g. because the body is too large. */
    private static void refuse(RoutingContext ctx) {
        send(ctx, MetavoxJson.failed(Problem.of(ctx), LOCK_UNAUTHENTICATED));
    }

    private static void send(RoutingContext ctx, MetavoxAnswer answer) {
        if (ctx.response().ended() || ctx.response().closed()) {
            return;
        }
        ctx.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(answer.body())
                .onFailure(gone -> {});
    }
}
