package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a signed-in user asks of one doctype.
 *
 * @param path what comes after the doctype, decoded
 */
record DataCall(Rights rights, String doctype, String space, List<String> path, RoutingContext ctx) {
    private static final String BEARER = "Bearer ";
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    HttpMethod method() {
        return ctx.request().method();
    }

    boolean isMethod(HttpMethod asked) {
        return method().equals(asked) || (asked.equals(HttpMethod.GET) && method().equals(HttpMethod.HEAD));
    }

    Identity identity() {
        return rights.identity();
    }

    Actor actor() {
        return rights.actor();
    }

    /** The last of the path. */
    String id() {
        return path.get(path.size() - 1);
    }

    @Nullable
    String header(String name) {
        return ctx.request().getHeader(name);
    }

    /** A parameter of the query; null when it is not given, or empty. */
    @Nullable
    String query(String name) {
        var value = ctx.queryParams().get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    boolean isTrue(String name) throws ServiceException {
        var value = query(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw Require.badRequest("Invalid value for boolean parameter: '" + value + "'");
    }

    /** A whole number that is not negative; empty when it is not given. */
    Optional<Integer> count(String name) throws ServiceException {
        var value = query(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!INTEGER.matcher(value).matches() || value.startsWith("-")) {
            throw Require.badRequest("Invalid " + name + " value '" + value + "'");
        }
        return Optional.of((int) Math.min(Integer.MAX_VALUE, Long.parseLong(value)));
    }

    /** A parameter that is JSON; empty when it is not given. */
    Optional<Object> json(String name) throws ServiceException {
        var value = query(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Json.decodeValue(value));
        } catch (DecodeException broken) {
            throw Require.badRequest("Invalid " + name + " value '" + value + "': it must be JSON");
        }
    }

    /** For how long the token of the request is still good; empty when it was no token, or one without an end. */
    Optional<Duration> tokenEnd() {
        var header = header("Authorization");
        return header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.empty()
                : Tokens.end(header.substring(BEARER.length()).strip())
                        .map(end -> Duration.between(Instant.now(), end));
    }

    /** The body as a JSON object; fails with BAD_REQUEST when it is something else. */
    JsonObject body() throws ServiceException {
        return Requests.json(ctx);
    }
}
