package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.Space;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Schemas and registers as clients read them; a schema's properties are its space's field definitions. Pure. */
final class CatalogueJson {
    /** Schemas have no versions here. */
    static final String VERSION = "1.0.0";

    private CatalogueJson() {}

    static JsonObject schema(ObjectPlace place, Space space) {
        var properties = new JsonObject();
        var required = new JsonArray();
        for (var definition : space.fields()) {
            properties.put(definition.name(), property(definition));
            if (definition.required()) {
                required.add(definition.name());
            }
        }
        return new JsonObject()
                .put("id", place.schemaNumber())
                .put("uuid", place.schemaUuid())
                .put("slug", place.schema())
                .put("title", space.title())
                .put("description", "")
                .put("version", VERSION)
                .put("register", place.registerNumber())
                .put("type", "object")
                .put("properties", properties)
                .put("required", required);
    }

    private static JsonObject property(FieldDefinition definition) {
        var property = typed(definition)
                .put("title", definition.label())
                .put("required", definition.required())
                .put("facetable", isFacetable(definition));
        return definition.type().equals("select") && !definition.options().isEmpty()
                ? property.put("enum", new JsonArray(definition.options()))
                : property;
    }

    private static JsonObject typed(FieldDefinition definition) {
        var json = new JsonObject();
        return switch (definition.type()) {
            case "number" -> json.put("type", "number");
            case "checkbox" -> json.put("type", "boolean");
            case "date" -> json.put("type", "string").put("format", "date");
            case "url" -> json.put("type", "string").put("format", "uri");
            case "multiselect" -> json.put("type", "array").put("items", choice(definition.options()));
            default -> json.put("type", "string");
        };
    }

    private static JsonObject choice(List<String> options) {
        var items = new JsonObject().put("type", "string");
        return options.isEmpty() ? items : items.put("enum", new JsonArray(options));
    }

    /** Whether a list can count its values: there are few different ones. */
    static boolean isFacetable(FieldDefinition definition) {
        return switch (definition.type()) {
            case "select", "multiselect", "checkbox", "user" -> true;
            default -> false;
        };
    }

    /** A register with those of its schemas that the caller may read. */
    static JsonObject register(String slug, List<ObjectPlace> places) {
        var schemas = new JsonArray();
        places.forEach(place -> schemas.add(place.schemaNumber()));
        return new JsonObject()
                .put("id", ObjectPlace.number(slug))
                .put("uuid", ObjectPlace.uuid("register", slug))
                .put("slug", slug)
                .put("title", slug)
                .put("description", "")
                .put("version", VERSION)
                .put("schemas", schemas);
    }
}
