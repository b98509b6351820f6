package io.lockstep.gateway.http;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The error responses of the native wire and of unknown paths: {@code application/problem+json} (RFC 9457). */
public final class Problem {
    /** The order of a wire's own routes for failures: before those that answer failures for everybody. */
    public static final int BEFORE_ALL = -1;

    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Set<Integer> HTTP_ONLY = Set.of(405, 406, 415);

    private Problem() {}

    /** Answers a failed request; a fault of ours is logged, and the client learns no more than that. */
    public static void send(RoutingContext ctx) {
        if (ctx.response().ended() || ctx.response().closed()) {
            // The client has left; nobody failed.
            return;
        }
        var failure = of(ctx);
        send(ctx, failure, status(ctx.failure(), ctx.statusCode(), failure));
    }

    public static void send(RoutingContext ctx, ServiceException failure) {
        send(ctx, failure, failure.code().httpStatus());
    }

    private static void send(RoutingContext ctx, ServiceException failure, int status) {
        var response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        var code = failure.code();
        if (code == FailureCode.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (code.isRetryable()) {
            response.putHeader("Retry-After", String.valueOf(RETRY_AFTER_SECONDS));
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(body(failure, status).toBuffer())
                .onFailure(gone -> LOG.atTrace().setCause(gone).log("a client left before its answer"));
    }

    /** What went wrong with this request, as one of the table's codes. */
    public static ServiceException of(RoutingContext ctx) {
        return of(ctx.failure(), ctx.statusCode());
    }

    static ServiceException of(@Nullable Throwable failure, int status) {
        if (failure instanceof ServiceException known) {
            return known;
        }
        return switch (asked(failure, status)) {
            case 400, 406 -> new ServiceException(FailureCode.BAD_REQUEST, "the request is malformed");
            case 404 -> new ServiceException(FailureCode.NOT_FOUND, "there is nothing at this path");
            case 405 -> new ServiceException(FailureCode.BAD_REQUEST, "this path does not take this method");
            case 415 -> new ServiceException(FailureCode.BAD_REQUEST, "the body must have the type application/json");
            case 413 -> new ServiceException(FailureCode.TOO_LARGE, "the request body is too large");
            default -> {
                LOG.atError().addKeyValue("status", status).setCause(failure).log("a request failed");
                yield new ServiceException(FailureCode.INTERNAL, "internal error: see the server's log");
            }
        };
    }

    /** The status that says more than the code; the table has none for what only HTTP can get wrong. */
    static int status(@Nullable Throwable failure, int status, ServiceException answer) {
        var asked = asked(failure, status);
        return !(failure instanceof ServiceException) && HTTP_ONLY.contains(asked)
                ? asked
                : answer.code().httpStatus();
    }

    private static int asked(@Nullable Throwable failure, int status) {
        return failure instanceof HttpException http ? http.getStatusCode() : status;
    }

    private static JsonObject body(ServiceException failure, int status) {
        var code = failure.code();
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", status == code.httpStatus() ? title(code) : title(status))
                .put("status", status)
                .put("code", code.name())
                .put("detail", failure.message())
                .mergeIn(failure.details());
    }

    private static String title(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    private static String title(FailureCode code) {
        var words = code.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
