package io.lockstep.gateway.http;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What HTTP wires ask of a request: who sends it, and its JSON body. */
public final class Requests {
    private static final String IDENTITY = "lockstep.identity";
    private static final int MAX_DEPTH = 100;

    /** Netty throws at it. */
    private static final Pattern EMPTY_BOUNDARY =
            Pattern.compile("boundary\\s*=\\s*\"?\\s*(;|$)", Pattern.CASE_INSENSITIVE);

    private Requests() {}

    /** Lets only requests through whose path, query and form can be decoded: router and body handlers would throw at others. */
    public static void requireDecodable(RoutingContext ctx) {
        var type = ctx.request().getHeader("Content-Type");
        if (type != null && EMPTY_BOUNDARY.matcher(type).find()) {
            Problem.send(ctx, Require.badRequest("the Content-Type has an empty boundary"));
            return;
        }
        try {
            Objects.requireNonNull(ctx.normalizedPath());
            Objects.requireNonNull(ctx.queryParams());
        } catch (IllegalArgumentException | HttpException malformed) {
            // To fail would be to go on in the router.
            Problem.send(ctx, Require.badRequest("the path or the query is not percent-encoded as it should be"));
            return;
        }
        ctx.next();
    }

    /** Lets only signed-in users through; the request waits meanwhile, so that an upgrade loses nothing. */
    public static Handler<RoutingContext> identify(Login login) {
        return identify(login::identify);
    }

    /** The same for the requests of a socket. */
    public static Handler<RoutingContext> identifySocket(Login login) {
        return identify(login::identifySocket);
    }

    /** The same for a wire that keeps to the scope of a limited token. */
    public static Handler<RoutingContext> identifyLimited(Login login) {
        return identify(login::identifyLimited);
    }

    private static Handler<RoutingContext> identify(Function<RoutingContext, Future<Identity>> login) {
        return ctx -> {
            ctx.request().pause();
            login.apply(ctx)
                    .onSuccess(identity -> {
                        ctx.put(IDENTITY, identity);
                        ctx.request().resume();
                        ctx.next();
                    })
                    .onFailure(failure -> {
                        ctx.request().resume();
                        ctx.fail(failure);
                    });
        };
    }

    /** Who sends the request; only behind {@link #identify}. */
    public static Identity identity(RoutingContext ctx) {
        return Require.present(ctx.<Identity>get(IDENTITY), "identity");
    }

    /** Who sends the request; empty when nobody had to sign in. */
    public static Optional<Identity> identityIfAny(RoutingContext ctx) {
        return Optional.ofNullable(ctx.<Identity>get(IDENTITY));
    }

    /** The body as a JSON object; fails with BAD_REQUEST when it is something else. */
    public static JsonObject json(RoutingContext ctx) {
        var buffer = ctx.body().buffer();
        if (buffer == null || buffer.length() == 0) {
            throw Require.badRequest("the body must be a JSON object");
        }
        return json(buffer);
    }

    /** As {@link #json}, but nothing at all is an empty object. */
    public static JsonObject jsonOrEmpty(RoutingContext ctx) {
        var buffer = ctx.body().buffer();
        return buffer == null || buffer.length() == 0 ? new JsonObject() : json(buffer);
    }

    private static JsonObject json(Buffer buffer) {
        Object value;
        try {
            value = Json.decodeValue(buffer);
        } catch (DecodeException broken) {
            throw Require.badRequest("the body is not JSON");
        }
        if (value instanceof JsonObject json) {
            if (!isShallow(json)) {
                throw Require.badRequest("the body must be nested at most " + MAX_DEPTH + " deep");
            }
            return json;
        }
        throw Require.badRequest("the body must be a JSON object");
    }

    /** Whether the JSON is at most {@value #MAX_DEPTH} deep; deeper would overflow the stack of whoever maps it. */
    public static boolean isShallow(JsonObject json) {
        return isShallow(json, MAX_DEPTH);
    }

    private static boolean isShallow(Iterable<?> values, int depth) {
        if (depth == 0) {
            return false;
        }
        for (var item : values) {
            var value = item instanceof Map.Entry<?, ?> member ? member.getValue() : item;
            if ((value instanceof JsonObject || value instanceof JsonArray)
                    && !isShallow((Iterable<?>) value, depth - 1)) {
                return false;
            }
        }
        return true;
    }

    /** The failure as one of the table's codes; INTERNAL for a fault of ours. */
    public static ServiceException failure(Throwable failure) {
        return failure instanceof ServiceException known ? known : Problem.of(failure, 500);
    }

    /** Whether the failure has this code. */
    public static boolean is(Throwable failure, FailureCode code) {
        return failure instanceof ServiceException known && known.code() == code;
    }
}
