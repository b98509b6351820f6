package io.lockstep.gateway.wire.notifypush;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.List;

/**
 * The paths of the protocol's app within a Nextcloud: a token for one login, and who a name and password belong to.
 *
 * <p>A browser's client never asks again when it gets no token, so a store that is away for a moment is tried again before he
 * is refused: in all, less than two seconds.
 */
final class PreAuthRoutes {
    private static final List<String> APPS = List.of("/index.php/apps/notify_push", "/apps/notify_push");
    private static final List<String> CSRF = List.of("/index.php/csrftoken", "/csrftoken");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String CHARACTERS = LETTERS + "0123456789";
    private static final int LENGTH = 32;
    private static final int ATTEMPTS = 3;
    private static final long PAUSE_MS = 150;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Edge edge;
    private final NotifyPush push;

    private PreAuthRoutes(Edge edge, NotifyPush push) {
        this.edge = edge;
        this.push = push;
    }

    static void mount(Router router, Edge edge, NotifyPush push) {
        var routes = new PreAuthRoutes(edge, push);
        for (var app : APPS) {
            router.options(app + "/pre_auth").handler(routes::preflight);
            router.post(app + "/pre_auth").handler(routes::preAuth);
            router.get(app + "/uid").handler(routes::uid);
            router.route(app + "/*").handler(PreAuthRoutes::unknown);
        }
        for (var path : CSRF) {
            router.get(path).handler(PreAuthRoutes::csrfToken);
        }
    }

    private void preAuth(RoutingContext ctx) {
        allowOrigin(ctx);
        edge.login()
                .identify(ctx)
                .compose(identity -> token(identity.user(), ATTEMPTS))
                .onSuccess(token -> PlainText.send(ctx, 200, token))
                .onFailure(failure -> refuse(ctx, Requests.failure(failure)));
    }

    /** Kept before it is given: its client may be faster than we are. */
    private Future<String> token(String user, int attempts) {
        var token = newToken();
        return push.preAuth()
                .put(user, token)
                .map(token)
                .recover(failure -> Requests.is(failure, FailureCode.UNAVAILABLE) && attempts > 1
                        ? edge.vertx().timer(PAUSE_MS, MILLISECONDS).compose(later -> token(user, attempts - 1))
                        : Future.failedFuture(failure));
    }

    /** Begins with a letter: clients parse the answer as JSON, and would make a number of it if it were one. */
    static String newToken() {
        var token = new StringBuilder(LENGTH).append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        while (token.length() < LENGTH) {
            token.append(CHARACTERS.charAt(RANDOM.nextInt(CHARACTERS.length())));
        }
        return token.toString();
    }

    private void uid(RoutingContext ctx) {
        edge.login()
                .identify(ctx)
                .map(Identity::user)
                .onSuccess(user -> PlainText.send(ctx, 200, user))
                .onFailure(failure -> refuse(ctx, Requests.failure(failure)));
    }

    private static void unknown(RoutingContext ctx) {
        var isPath = ctx.normalizedPath().endsWith("/pre_auth")
                || ctx.normalizedPath().endsWith("/uid");
        refuse(
                ctx,
                isPath ? 405 : 404,
                isPath ? "this path does not take this method" : "there is nothing at this path");
    }

    /** Asked for after a 412, which nothing here gives; a page's own origin is what is looked at instead. */
    private static void csrfToken(RoutingContext ctx) {
        send(ctx, 200, new JsonObject().put("token", newToken()));
    }

    private static void refuse(RoutingContext ctx, ServiceException failure) {
        if (failure.code().isRetryable()) {
            ctx.response().putHeader("Retry-After", "1");
        }
        refuse(ctx, failure.code().httpStatus(), failure.message());
    }

    private static void refuse(RoutingContext ctx, int status, String message) {
        send(ctx, status, new JsonObject().put("message", message));
    }

    private static void send(RoutingContext ctx, int status, JsonObject body) {
        if (!ctx.response().ended() && !ctx.response().closed()) {
            ctx.response()
                    .setStatusCode(status)
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("Content-Type", "application/json; charset=utf-8")
                    .end(body.encode())
                    .onFailure(gone -> {});
        }
    }

    // Pages of other origins

    private void preflight(RoutingContext ctx) {
        allowOrigin(ctx);
        ctx.response()
                .setStatusCode(204)
                .putHeader("Access-Control-Allow-Methods", "POST")
                .putHeader(
                        "Access-Control-Allow-Headers", "requesttoken, x-requested-with, authorization, content-type")
                .end()
                .onFailure(gone -> {});
    }

    /** Only the origins that may use a user's session. */
    private void allowOrigin(RoutingContext ctx) {
        var origin = ctx.request().getHeader("Origin");
        ctx.response().putHeader("Vary", "Origin");
        if (origin != null && edge.config().allowedOrigins().contains(origin)) {
            ctx.response()
                    .putHeader("Access-Control-Allow-Origin", origin)
                    .putHeader("Access-Control-Allow-Credentials", "true");
        }
    }
}
