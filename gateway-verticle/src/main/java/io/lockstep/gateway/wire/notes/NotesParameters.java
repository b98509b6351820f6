package io.lockstep.gateway.wire.notes;

import io.lockstep.gateway.http.Requests;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The parameters of a request from its query, its form and its JSON body, also that of a GET (which nc-py-api sends), with
 * the casts of the original. Pure but for {@link #of(RoutingContext)}.
 */
record NotesParameters(JsonObject values) {
    private static final String FORM = "application/x-www-form-urlencoded";

    /** Fails with BAD_REQUEST for a body that is neither. */
    static NotesParameters of(RoutingContext ctx) {
        var values = texts(ctx.queryParams());
        var type = ctx.request().getHeader("Content-Type");
        var isForm = type != null && (type.startsWith(FORM) || type.startsWith("multipart/"));
        return new NotesParameters(
                values.mergeIn(isForm ? texts(ctx.request().formAttributes()) : Requests.jsonOrEmpty(ctx)));
    }

    /** A parameter of the query; empty when it is missing. */
    static String text(RoutingContext ctx, String name) {
        return Objects.requireNonNullElse(ctx.queryParams().get(name), "");
    }

    private static JsonObject texts(MultiMap map) {
        var values = new JsonObject();
        map.forEach(values::put);
        return values;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Empty when it is missing or null. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.getValue(name)).map(Object::toString);
    }

    OptionalLong number(String name) {
        var value = values.getValue(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(Note.number(value));
    }

    Optional<Boolean> flag(String name) {
        return Optional.ofNullable(values.getValue(name)).map(Note::isTrue);
    }
}
