package io.lockstep.gateway.wire.metavox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.contract.Require;
import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A field as MetaVox defines it: our definition, and what only MetaVox knows of it. Pure.
 *
 * @param isOfFolder whether it describes group folders themselves, not their files
 */
record MetavoxField(FieldDefinition definition, String description, int sortOrder, boolean isOfFolder) {
    private static final Pattern NAME = Pattern.compile("(file_gf_|gf_)?[a-z][a-z0-9_]*");

    /** As a definition of a space says it, which knows no more. */
    static MetavoxField of(FieldDefinition definition) {
        return new MetavoxField(definition, "", 0, false);
    }

    /** A new one; fails with BAD_REQUEST when the name or the type is none. */
    static MetavoxField create(MetavoxInput input) {
        var name = input.text("field_name")
                .filter(given -> NAME.matcher(given).matches())
                .orElseThrow(() -> Require.badRequest("Invalid field name: use a lower-case letter, then lower-case"
                        + " letters, digits and _, after file_gf_ or gf_ if you like"));
        var blank = new FieldDefinition(name, null, null, null, null);
        return new MetavoxField(blank, "", 0, input.flag("applies_to_groupfolder")).redefined(input);
    }

    /** With what is given in place of what was; fails with BAD_REQUEST for another name, or for folders in place of files. */
    MetavoxField changed(MetavoxInput input) {
        if (input.has("field_name") && !input.text("field_name").equals(Optional.of(name()))) {
            throw Require.badRequest("field_name cannot be changed: the values are kept under it");
        }
        if (input.has("applies_to_groupfolder") && input.flag("applies_to_groupfolder") != isOfFolder) {
            throw Require.badRequest("applies_to_groupfolder cannot be changed: delete the field and make another");
        }
        return redefined(input);
    }

    private MetavoxField redefined(MetavoxInput input) {
        var changed = new FieldDefinition(
                name(),
                input.text("field_label").filter(label -> !label.isBlank()).orElse(definition.label()),
                input.text("field_type").orElse(definition.type()),
                input.has("field_options") ? options(input.values().getValue("field_options")) : definition.options(),
                input.has("is_required") ? input.flag("is_required") : definition.required());
        return new MetavoxField(
                changed,
                input.text("field_description").orElse(description),
                input.number("sort_order").orElse(sortOrder),
                isOfFolder);
    }

    /** A list, the same as JSON text, or a line for each. */
    private static List<String> options(@Nullable Object given) {
        if (given instanceof JsonArray array) {
            return array.stream()
                    .filter(option -> option instanceof String || option instanceof Number)
                    .map(Object::toString)
                    .toList();
        }
        if (given instanceof String text) {
            return text.startsWith("[")
                    ? options(array(text))
                    : text.lines().filter(line -> !line.isBlank()).toList();
        }
        return List.of();
    }

    private static JsonArray array(String text) {
        try {
            return new JsonArray(text);
        } catch (DecodeException broken) {
            throw Require.badRequest("'field_options' is not a JSON array");
        }
    }

    String name() {
        return definition.name();
    }

    /**
     * A positive number that stands for the name, here and on every node, whoever made the definition; of two names with one
     * number, which is rarer than one in a million among a thousand, the second is refused.
     */
    int id() {
        return id(name());
    }

    static int id(String name) {
        var sum = new CRC32();
        sum.update(name.getBytes(UTF_8));
        return Math.max(1, (int) (sum.getValue() & Integer.MAX_VALUE));
    }

    /** As a definition without a file. */
    JsonObject json() {
        return new JsonObject()
                .put("id", id())
                .put("field_name", name())
                .put("field_label", definition.label())
                .put("field_type", definition.type())
                .put("field_description", description)
                .put("field_options", new JsonArray(definition.options()))
                .put("is_required", definition.required())
                .put("sort_order", sortOrder)
                .put("applies_to_groupfolder", isOfFolder ? 1 : 0);
    }

    /** With a value; in the order in which the original's page knows it. */
    JsonObject json(@Nullable Object value) {
        return new JsonObject()
                .put("id", id())
                .put("field_name", name())
                .put("field_label", definition.label())
                .put("field_type", definition.type())
                .put("field_options", new JsonArray(definition.options()))
                .put("is_required", definition.required())
                .put("applies_to_groupfolder", isOfFolder ? 1 : 0)
                .put("value", MetavoxValues.text(value));
    }

    /** As the catalogue keeps it. */
    JsonObject kept() {
        return new JsonObject()
                .put("label", definition.label())
                .put("type", definition.type())
                .put("options", new JsonArray(definition.options()))
                .put("required", definition.required())
                .put("description", description)
                .put("sortOrder", sortOrder)
                .put("isOfFolder", isOfFolder);
    }

    static MetavoxField ofKept(String name, JsonObject kept) {
        return new MetavoxField(
                new FieldDefinition(
                        name,
                        kept.getString("label"),
                        kept.getString("type"),
                        kept.getJsonArray("options").stream()
                                .map(Object::toString)
                                .toList(),
                        kept.getBoolean("required")),
                kept.getString("description"),
                kept.getInteger("sortOrder"),
                kept.getBoolean("isOfFolder"));
    }
}
