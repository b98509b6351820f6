package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a signed-in user asks for one file of a group folder. */
record MetavoxRequest(Identity identity, String space, String file, RoutingContext ctx) {
    /** The original's ids are numbers without leading zeros. */
    private static final Pattern ID = Pattern.compile("0|[1-9][0-9]{0,17}");

    /** Empty when the path names no file: an id is not a number. */
    static Optional<MetavoxRequest> of(Identity identity, RoutingContext ctx) {
        var folder = ctx.pathParam("folder");
        var file = ctx.pathParam("file");
        return isId(folder) && isId(file)
                ? Optional.of(new MetavoxRequest(identity, SpaceId.of("metavox", folder), file, ctx))
                : Optional.empty();
    }

    private static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The body as JSON; fails with BAD_REQUEST when it is something else. */
    JsonObject json() {
        return Requests.json(ctx);
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
    private static String withoutStrayReturn(String value) {
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
