package io.lockstep.gateway.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;

/** Serves the pages, the browser client and the SockJS library as they are in the jar. */
public final class Pages {
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:;"
                    + " frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private Pages() {}

    public static void mount(Router router) {
        reads(router, "/webjars/*")
                .handler(StaticHandler.create("META-INF/resources/webjars/sockjs-client/1.6.1/dist"));
        reads(router, "/*").handler(ctx -> {
            ctx.response()
                    .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Referrer-Policy", "same-origin");
            // Asked for again each time, and answered with 304: a new version is seen at once.
            ctx.addHeadersEndHandler(end -> ctx.response().putHeader("Cache-Control", "no-cache"));
            ctx.next();
        });
        reads(router, "/*").handler(StaticHandler.create("browser"));
    }

    private static Route reads(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }
}
