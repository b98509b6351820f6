package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Json;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of a signed-in user. What it does not carry as it should is BAD_REQUEST naming it. */
record Call(RoutingContext ctx, Identity identity) {
    Actor actor() {
        return identity.actor();
    }

    /** The user as one of his sessions, whose name his client chose; as none of them when there is no name. */
    Actor actor(@Nullable String session) {
        return session == null ? actor() : identity.actor(Require.name(session, "session"));
    }

    String space() {
        return SpaceId.check(path("space"));
    }

    /** A decoded segment of the path. */
    String path(String name) {
        return Require.name(ctx.pathParam(name), name);
    }

    /** Null when it is not given. */
    @Nullable
    String query(String name) {
        return ctx.queryParams().get(name);
    }

    /** The page size asked for; null when it is not given. */
    @Nullable
    Integer limit() {
        return RestJson.limit(query("limit"));
    }

    /** All values of a parameter that may be repeated; null when it is not given. */
    @Nullable
    List<String> queries(String name) {
        var values = ctx.queryParams().getAll(name);
        return values.isEmpty() ? null : values;
    }

    MultiMap headers() {
        return ctx.request().headers();
    }

    /** These keys of the body, as far as they are there. */
    JsonObject body(String... keys) {
        return RestJson.pick(json(ctx), keys);
    }

    /** As {@link #body}, but no body at all is an empty object. */
    JsonObject bodyIfAny(String... keys) {
        return ctx.body().length() <= 0 ? new JsonObject() : body(keys);
    }

    /** These keys as a message to a service, sent by this user about this space; {@code session} tells who he speaks as. */
    JsonObject message(JsonObject keys) {
        var actor = actor(RestJson.textIfAny(keys, "session"));
        return keys.put("actor", Json.toJson(actor)).put("space", space());
    }

    /**
     * The body of a request. It must say that it is JSON: a browser lets a foreign page send any other type without asking
     * this server first.
     */
    static JsonObject json(RoutingContext ctx) {
        var type = ctx.request().getHeader("Content-Type");
        if (type != null || ctx.body().length() > 0) {
            RestJson.requireJson(type);
        }
        return Requests.json(ctx);
    }
}
