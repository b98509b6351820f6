package io.lockstep.gateway.wire.openregister;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The id of an object, a UUID, as far as a client may choose it. Pure. */
final class ObjectId {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private ObjectId() {}

    /** The one that a body names; empty when it names none, or something that is no UUID. */
    static Optional<String> chosen(JsonObject body) {
        var self = body.getValue(ObjectFields.SELF) instanceof JsonObject json ? json : new JsonObject();
        return Stream.of(body.getValue("id"), body.getValue("uuid"), self.getValue("id"))
                .filter(given ->
                        given instanceof String text && UUID.matcher(text).matches())
                .map(given -> given.toString().toLowerCase(Locale.ROOT))
                .findFirst();
    }
}
