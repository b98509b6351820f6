package io.lockstep.gateway.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;

/** Serves the pages, the browser client and the SockJS library as they are in the jar. */
public final class Pages {
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:;"
                    + " frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private Pages() {}

    public static void mount(Router router) {
        router.get("/webjars/*")
                .handler(StaticHandler.create("META-INF/resources/webjars/sockjs-client/1.6.1/dist")
                        .setIncludeHidden(false)
                        .setMaxAgeSeconds(86_400));
        router.get("/*").handler(ctx -> {
            ctx.response()
                    .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Referrer-Policy", "same-origin");
            ctx.next();
        });
        router.get("/*")
                .handler(StaticHandler.create("browser").setCacheEntryTimeout(1).setMaxAgeSeconds(60));
    }
}
