package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.metadata.Document;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a document are to this wire: the properties of the object, and one reserved field that holds what
 * {@code @self} needs and the store does not know: who made the object, and when. Pure.
 *
 * <p>A client never sets the reserved field: of a body only the properties count. Keys that begin with {@code _} or {@code @},
 * and those that name the object and its place, are nothing that a body could change.
 */
final class ObjectFields {
    /** The reserved field, and the key of what an object says about itself. */
    static final String SELF = "@self";

    private static final String OWNER = "owner";
    private static final String CREATED = "created";
    private static final Set<String> IGNORED = Set.of("id", "uuid", "register", "schema");

    private ObjectFields() {}

    /** What a body says of the properties. */
    static JsonObject properties(JsonObject body) {
        var properties = new JsonObject();
        body.getMap().forEach((name, value) -> {
            if (isProperty(name)) {
                properties.put(name, value);
            }
        });
        return properties;
    }

    static boolean isProperty(String name) {
        return !name.startsWith("_") && !name.startsWith("@") && !IGNORED.contains(name);
    }

    /** The version that a client says he has read; empty when he says none. */
    static OptionalLong readRevision(JsonObject body) {
        return body.getValue(SELF) instanceof JsonObject self && self.getValue("version") instanceof String version
                ? ObjectVersion.revision(version)
                : OptionalLong.empty();
    }

    /** The reserved field of a new object. */
    static JsonObject born(String owner, Instant now) {
        return new JsonObject().put(OWNER, owner).put(CREATED, now.toString());
    }

    /** These properties with what the document reserves. */
    static JsonObject replaced(JsonObject properties, Document document) {
        var reserved = document.fields().getValue(SELF);
        return reserved == null ? properties : properties.copy().put(SELF, reserved);
    }

    /** Of an object that another wire made, who made it is known until it is changed. */
    static @Nullable String owner(Document document) {
        return reserved(document)
                .map(self -> self.getValue(OWNER))
                .map(Object::toString)
                .orElse(document.revision() == 1 ? document.updatedBy() : null);
    }

    /** As {@link #owner}. */
    static @Nullable Instant created(Document document) {
        return reserved(document)
                .map(self -> self.getValue(CREATED))
                .flatMap(ObjectFields::time)
                .orElse(document.revision() == 1 ? document.updatedAt() : null);
    }

    private static Optional<JsonObject> reserved(Document document) {
        return document.fields().getValue(SELF) instanceof JsonObject self ? Optional.of(self) : Optional.empty();
    }

    private static Optional<Instant> time(Object text) {
        try {
            return Optional.of(Instant.parse(text.toString()));
        } catch (DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }
}
