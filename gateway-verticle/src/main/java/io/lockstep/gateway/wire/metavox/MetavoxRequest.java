package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.Actor;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a signed-in user asks.
 *
 * @param ids the numbers of the path, in their order
 */
record MetavoxRequest(Identity identity, List<String> ids, RoutingContext ctx) {
    static final String WIRE = "metavox";

    /** The space of a group folder. */
    static String space(String folder) {
        return SpaceId.of(WIRE, folder);
    }

    Actor actor() {
        return identity.actor();
    }

    /** The group folder of the path as a space. */
    String space() {
        return space(ids.get(0));
    }

    /** The file of a path below a group folder. */
    String file() {
        return ids.get(1);
    }

    /** The body as JSON; fails with BAD_REQUEST when it is something else. */
    JsonObject json() {
        return Requests.json(ctx);
    }

    /** All parameters, of query, form and JSON body; fails with BAD_REQUEST when the body cannot be read. */
    MetavoxInput input() {
        return MetavoxInput.of(ctx);
    }

    /**
     * The parameter {@code field_name} of a form, multipart or JSON body; empty when it is missing or empty, which
     * {@code 0} is in the original's language. A body that cannot be read has no parameters there.
     */
    Optional<String> fieldName() {
        var form = ctx.request().getFormAttribute("field_name");
        return name(form == null ? parameters().getValue("field_name") : withoutStrayReturn(form));
    }

    /** Netty's multipart decoder takes half of the line end for the value when the body is cut just there. */
    static String withoutStrayReturn(String value) {
        return value.endsWith("\r") ? value.substring(0, value.length() - 1) : value;
    }

    private JsonObject parameters() {
        try {
            return Requests.jsonOrEmpty(ctx);
        } catch (ServiceException unreadable) {
            return new JsonObject();
        }
    }

    private static Optional<String> name(@Nullable Object value) {
        return Optional.ofNullable(value)
                .filter(given -> given instanceof String || given instanceof Number)
                .map(Object::toString)
                .filter(name -> !name.isEmpty() && !name.equals("0"));
    }
}
