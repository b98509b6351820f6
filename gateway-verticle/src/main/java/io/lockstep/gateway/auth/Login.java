package io.lockstep.gateway.auth;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.http.TrustedProxies;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads who speaks from an HTTP request or socket: {@code Authorization} (Basic or Bearer), {@code access_token} in the
 * query of a socket, or the cookie of the pages.
 *
 * <p>A browser sends the cookie whoever made the page, so with it an unsafe method, a socket, and whatever another page's
 * script may read are accepted from the server's own origin and the allowed ones only (cross-site request forgery, cross-site
 * WebSocket hijacking, reads by wires that answer pages of any origin).
 */
public final class Login {
    /** Holds the token of the pages. */
    public static final String COOKIE = "lockstep_session";

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Authenticator authenticator;
    private final List<String> allowedOrigins;
    private final TrustedProxies proxies;

    public Login(Authenticator authenticator, List<String> allowedOrigins, TrustedProxies proxies) {
        this.authenticator = authenticator;
        this.allowedOrigins = List.copyOf(allowedOrigins);
        this.proxies = proxies;
    }

    /** Fails with UNAUTHENTICATED without valid credentials, FORBIDDEN for a cookie from a foreign page. */
    public Future<Identity> identify(RoutingContext ctx) {
        return credentials(ctx, isUpgrade(ctx.request())).compose(authenticator::authenticate);
    }

    /**
     * As {@link #identify}, for a wire that keeps to the scope of a limited token. It may let pages of any origin read its
     * answers, so a cookie counts from allowed origins only, whatever the method.
     */
    public Future<Identity> identifyLimited(RoutingContext ctx) {
        return credentials(ctx, ctx.request().getHeader("Origin") != null).compose(authenticator::authenticateLimited);
    }

    /** As {@link #identify}, for a path whose plain requests carry a socket too, as the fallbacks of SockJS do. */
    public Future<Identity> identifySocket(RoutingContext ctx) {
        return credentials(ctx, true).compose(authenticator::authenticate);
    }

    /** Whether the request itself says who speaks, not only a cookie that a browser adds. */
    public static boolean showsCredentials(HttpServerRequest request) {
        return request.getHeader("Authorization") != null || request.getParam("access_token") != null;
    }

    private Future<Credentials> credentials(RoutingContext ctx, boolean isSocket) {
        var request = ctx.request();
        var header = request.getHeader("Authorization");
        if (header != null) {
            return parse(header)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> refused("the Authorization header must be Basic or Bearer"));
        }
        var token = isSocket ? request.getParam("access_token") : null;
        if (token != null) {
            return Future.succeededFuture(new Credentials.Token(token));
        }
        var cookie = request.getCookie(COOKIE);
        if (cookie == null) {
            return refused("sign in: send an Authorization header (Basic or Bearer)");
        }
        boolean saysOrigin = request.getHeader("Origin") != null;
        if ((isSocket || saysOrigin || !SAFE.contains(request.method())) && !isAllowedOrigin(request)) {
            return Future.failedFuture(new ServiceException(
                    FailureCode.FORBIDDEN,
                    "this origin may not use the user's session: add it to the allowed origins"));
        }
        return Future.succeededFuture(new Credentials.Token(cookie.getValue()));
    }

    /** The credentials of an {@code Authorization} header; empty when it is neither Basic nor Bearer. */
    static Optional<Credentials> parse(String header) {
        var space = header.indexOf(' ');
        var scheme = space < 0 ? header : header.substring(0, space);
        var value = space < 0 ? "" : header.substring(space + 1).trim();
        if (scheme.equalsIgnoreCase("Bearer") && !value.isEmpty()) {
            return Optional.of(new Credentials.Token(value));
        }
        return scheme.equalsIgnoreCase("Basic") ? basic(value) : Optional.empty();
    }

    private static Optional<Credentials> basic(String value) {
        try {
            var text = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
            var colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Credentials.Password(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private boolean isAllowedOrigin(HttpServerRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        if (origin == null) {
            return "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
        }
        return allowedOrigins.contains(origin)
                || proxies.authority(request)
                        .filter(own -> origin.equals("http://" + own) || origin.equals("https://" + own))
                        .isPresent();
    }

    private static <T> Future<T> refused(String message) {
        return Future.failedFuture(new ServiceException(FailureCode.UNAUTHENTICATED, message));
    }
}
