package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request of a signed-in user. What it does not carry as it should is BAD_REQUEST. */
record ObjectCall(RoutingContext ctx, Identity identity) {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";

    Actor actor() {
        return identity.actor();
    }

    /** A decoded segment of the path. */
    String path(String name) {
        return Require.name(ctx.pathParam(name), name);
    }

    MultiMap query() {
        return ctx.queryParams();
    }

    /** Null when it is not given. */
    @Nullable
    String query(String name) {
        return ctx.queryParams().get(name);
    }

    MultiMap headers() {
        return ctx.request().headers();
    }

    /** Whether the client wants to be told what is empty, too. */
    boolean wantsEmpty() {
        var empty = query("_empty");
        return "true".equals(empty) || "1".equals(empty);
    }

    /**
     * The keys and values of the body, as JSON or a form; {@code name[]} is an array. No body at all is an empty object. A
     * type that is neither is taken for JSON, as a beacon has none.
     */
    JsonObject body() {
        return isForm() ? form(ctx.request().formAttributes()) : Requests.jsonOrEmpty(ctx);
    }

    boolean isForm() {
        var type = ctx.request().getHeader("Content-Type");
        return type != null && (type.startsWith(FORM) || type.startsWith(MULTIPART));
    }

    private static JsonObject form(MultiMap attributes) {
        var json = new JsonObject();
        for (var name : attributes.names()) {
            if (name.endsWith("[]")) {
                json.put(name.substring(0, name.length() - 2), new JsonArray(new ArrayList<>(attributes.getAll(name))));
            } else {
                json.put(name, attributes.get(name));
            }
        }
        return json;
    }

    /** The body of a route that needs none: what cannot be read says nothing. */
    Optional<JsonObject> bodyIfReadable() {
        try {
            return Optional.of(body());
        } catch (ServiceException unreadable) {
            return Optional.empty();
        }
    }
}
