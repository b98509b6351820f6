package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.auth.Credentials;
import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.auth.Scope;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Signing in and out: the token of programs, the cookie of pages. */
final class AccountRoutes {
    private final Edge edge;

    AccountRoutes(Edge edge) {
        this.edge = edge;
    }

    /**
     * A token for who shows his password, limited to a scope if he asks for one; neither a token nor a page's cookie can be
     * turned into a new token.
     */
    Future<Answer> token(RoutingContext ctx) {
        var header = ctx.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, "Basic ".length())) {
            return Future.failedFuture(new ServiceException(
                    FailureCode.UNAUTHENTICATED, "send user and password in an Authorization header (Basic)"));
        }
        var scope = scope(ctx);
        return edge.login().identify(ctx).map(identity -> {
            var answer = new JsonObject()
                    .put("token", edge.tokens().issue(identity.limitedTo(scope)))
                    .put("expiresInSeconds", edge.tokens().ttl().toSeconds());
            return Answer.ok(scope == null ? answer : answer.put("scope", scope));
        });
    }

    private static @Nullable String scope(RoutingContext ctx) {
        var buffer = ctx.body().buffer();
        if (buffer == null || buffer.length() == 0) {
            return null;
        }
        var scope = RestJson.textIfAny(Call.json(ctx), "scope");
        return scope == null ? null : Scope.check(scope);
    }

    Future<Answer> login(RoutingContext ctx) {
        var body = Call.json(ctx);
        var password = new Credentials.Password(RestJson.text(body, "user"), RestJson.text(body, "password"));
        return edge.authenticator().authenticate(password).map(identity -> {
            ctx.response().addCookie(cookie(ctx.request(), identity));
            return Answer.ok(RestJson.identity(identity));
        });
    }

    /** Takes the cookie away, also one that is no longer valid; a foreign page may not ask for it. */
    Future<Answer> logout(RoutingContext ctx) {
        return edge.login()
                .identify(ctx)
                .<Void>mapEmpty()
                .recover(failure -> Requests.is(failure, FailureCode.UNAUTHENTICATED)
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure))
                .map(nothing -> {
                    if (ctx.request().getCookie(Login.COOKIE) != null) {
                        ctx.response().addCookie(cookie(ctx.request(), "").setMaxAge(0));
                    }
                    return Answer.noContent();
                });
    }

    Future<Answer> me(Call call) {
        return Future.succeededFuture(Answer.ok(RestJson.identity(call.identity())));
    }

    private Cookie cookie(HttpServerRequest request, Identity identity) {
        return cookie(request, edge.tokens().issue(identity))
                .setMaxAge(edge.tokens().ttl().toSeconds());
    }

    private Cookie cookie(HttpServerRequest request, String value) {
        return Cookie.cookie(Login.COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setSecure(edge.config().trustedProxies().isSecure(request));
    }
}
