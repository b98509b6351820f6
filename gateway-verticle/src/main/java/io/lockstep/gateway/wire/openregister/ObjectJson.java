package io.lockstep.gateway.wire.openregister;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as clients read it: {@code id}, its properties, and {@code @self}. Pure.
 *
 * <p>Answers to reads are stripped: what is null, an empty text or an empty array is left out, so {@code @self.locked} is
 * absent for a free object. Answers to writes are not stripped, and name every property of the schema.
 */
final class ObjectJson {
    private static final List<String> NAMES = List.of("name", "title");

    private ObjectJson() {}

    /** As a read answers it, unless the client asks for what is empty too. */
    static JsonObject read(ObjectPlace place, Document document, Optional<Lock> lock) {
        return stripped(whole(place, document, lock, List.of()));
    }

    /** With what is empty. */
    static JsonObject whole(
            ObjectPlace place, Document document, Optional<Lock> lock, List<FieldDefinition> definitions) {
        var json = new JsonObject().put("id", document.document());
        for (var definition : definitions) {
            json.putNull(definition.name());
        }
        document.fields().getMap().forEach((name, value) -> {
            if (!name.equals(ObjectFields.SELF)) {
                json.put(name, value);
            }
        });
        return json.put(ObjectFields.SELF, self(place, document, lock));
    }

    private static JsonObject self(ObjectPlace place, Document document, Optional<Lock> lock) {
        var properties = document.fields().copy();
        properties.remove(ObjectFields.SELF);
        return new JsonObject()
                .put("id", document.document())
                .put("slug", null)
                .put("name", name(document))
                .put("description", text(document, "description"))
                .put("summary", text(document, "summary"))
                .put("image", null)
                .put("uri", uri(place, document.document()))
                .put("version", ObjectVersion.of(document.revision()))
                .put("register", place.registerNumber())
                .put("schema", place.schemaNumber())
                .put("schemaVersion", CatalogueJson.VERSION)
                .put("files", new JsonArray())
                .put("relations", new JsonArray())
                .put("locked", lock.map(LockJson::of).orElse(null))
                .put("owner", ObjectFields.owner(document))
                .put("organisation", null)
                .put("groups", new JsonArray())
                .put("authorization", null)
                .put("folder", null)
                .put("application", null)
                .put("validation", null)
                .put("geo", null)
                .put("retention", null)
                .put("size", properties.encode().getBytes(UTF_8).length)
                .put("updated", Stamp.of(document.updatedAt()))
                .put("created", Stamp.ofNullable(ObjectFields.created(document)))
                .put("deleted", null)
                .put("source", null);
    }

    static String uri(ObjectPlace place, String document) {
        return OpenRegisterRoutes.BASES.get(0) + "/objects/" + place.register() + "/" + place.schema() + "/" + document;
    }

    /** Falls back to the id. */
    private static String name(Document document) {
        return NAMES.stream()
                .map(field -> text(document, field))
                .filter(name -> name != null && !name.isEmpty())
                .findFirst()
                .orElse(document.document());
    }

    private static @Nullable String text(Document document, String field) {
        return document.fields().getValue(field) instanceof String text ? text : null;
    }

    /** Without what is null, an empty text or an empty array, also in what it says about itself. */
    static JsonObject stripped(JsonObject object) {
        var stripped = new JsonObject();
        object.forEach(member -> {
            var value = member.getValue();
            if (!isEmpty(value)) {
                stripped.put(
                        member.getKey(),
                        member.getKey().equals(ObjectFields.SELF) ? stripped((JsonObject) value) : value);
            }
        });
        return stripped;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null || value.equals("") || (value instanceof JsonArray array && array.isEmpty());
    }
}
