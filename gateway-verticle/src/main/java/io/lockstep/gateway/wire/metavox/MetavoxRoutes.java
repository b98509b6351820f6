package io.lockstep.gateway.wire.metavox;

import io.lockstep.gateway.http.Problem;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Mounts MetaVox's routes: for its page under each prefix that it uses and under none, for apps below OCS. Every route is at
 * every prefix, which is more than the original has and harms nobody.
 *
 * <p>The original's CSRF parameter {@code requesttoken} is ignored: a cookie counts from allowed origins only. Nor is
 * {@code OCS-APIRequest} asked for.
 */
public final class MetavoxRoutes {
    private static final List<String> PAGES = List.of("/apps/metavox/api", "/index.php/apps/metavox/api");
    private static final String BARE = "/api";
    private static final List<String> OCS = List.of("/ocs/v2.php/apps/metavox", "/index.php/ocs/v2.php/apps/metavox");

    /** Where the original's apps look for a route: with the version, as the page has it, and bare. */
    private static final List<String> OCS_ROOTS = List.of("api/v1/", "api/", "");

    private final Edge edge;
    private final MetavoxTable table = new MetavoxTable();

    private MetavoxRoutes(Edge edge) {
        this.edge = edge;
        var settings = new MetavoxSettings(edge);
        var finder = new MetavoxFinder(edge);
        var fields = new MetavoxFields(edge, new MetavoxCatalogue(edge, settings), settings);
        var views = new MetavoxViews(edge, settings);
        new MetavoxCells(edge).mount(table);
        new MetavoxFiles(edge, finder).mount(table);
        new MetavoxBulk(edge, finder).mount(table);
        new MetavoxBatch(edge, finder).mount(table);
        new MetavoxListings(edge, finder).mount(table);
        new MetavoxFolders(edge, settings, fields, views).mount(table);
        fields.mount(table);
        views.mount(table);
    }

    public static void mount(Router router, Edge edge) {
        var routes = new MetavoxRoutes(edge);
        for (var prefix : PAGES) {
            routes.mount(router, prefix, MetavoxFace.BROWSER, false);
        }
        routes.mount(router, BARE, MetavoxFace.BROWSER, true);
        for (var prefix : OCS) {
            routes.mount(router, prefix, MetavoxFace.OCS, false);
        }
    }

    /** @param isShared whether others have paths below the prefix too */
    private void mount(Router router, String prefix, MetavoxFace face, boolean isShared) {
        router.route(prefix + "/*").order(Problem.BEFORE_ALL).failureHandler(ctx -> {
            if (isShared && !table.covers(path(ctx, prefix, face))) {
                ctx.next();
            } else {
                refuse(ctx, face);
            }
        });
        router.route(prefix + "/*").handler(ctx -> {
            var path = path(ctx, prefix, face);
            if (isShared && !table.covers(path)) {
                ctx.next();
            } else {
                serve(ctx, face, path);
            }
        });
    }

    private static String path(RoutingContext ctx, String prefix, MetavoxFace face) {
        var path = ctx.normalizedPath().substring(prefix.length()).replaceFirst("^/", "");
        return face == MetavoxFace.OCS
                ? OCS_ROOTS.stream()
                        .filter(path::startsWith)
                        .findFirst()
                        .map(root -> path.substring(root.length()))
                        .orElse(path)
                : path;
    }

    private void serve(RoutingContext ctx, MetavoxFace face, String path) {
        var found = table.find(path);
        if (found.isEmpty()) {
            send(ctx, face, MetavoxJson.NOT_FOUND);
            return;
        }
        var entry = found.get().methods().get(ctx.request().method());
        if (entry == null) {
            send(ctx, face, MetavoxJson.NOT_ALLOWED);
            return;
        }
        edge.login()
                .identify(ctx)
                .compose(identity -> entry.operation()
                        .apply(new MetavoxRequest(identity, found.get().ids(), ctx)))
                .otherwise(failure -> MetavoxJson.failed(Requests.failure(failure), entry.unauthenticated()))
                .onSuccess(answer -> send(ctx, face, answer));
    }

    /** What failed before it came here, e.g. because the body is too large. */
    private static void refuse(RoutingContext ctx, MetavoxFace face) {
        send(ctx, face, MetavoxJson.failed(Problem.of(ctx), MetavoxTable.NOT_AUTHENTICATED));
    }

    private static void send(RoutingContext ctx, MetavoxFace face, MetavoxAnswer answer) {
        if (ctx.response().ended() || ctx.response().closed()) {
            return;
        }
        ctx.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Cache-Control", answer.caching())
                .end(face.dress(answer))
                .onFailure(gone -> {});
    }
}
