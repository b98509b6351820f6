package io.lockstep.contract.metadata;

import io.lockstep.contract.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a field of a space's documents is shown and what it may hold.
 *
 * @param label what people read; the name when not given
 * @param type one of text, textarea, number, date, select, multiselect, checkbox, url, user, filelink; text when not given
 * @param options the choices of a select or multiselect; empty for other types
 */
public record FieldDefinition(String name, String label, String type, List<String> options, Boolean required) {
    public static final List<String> TYPES = List.of(
            "text", "textarea", "number", "date", "select", "multiselect", "checkbox", "url", "user", "filelink");

    public FieldDefinition(
            String name,
            @Nullable String label,
            @Nullable String type,
            @Nullable List<String> options,
            @Nullable Boolean required) {
        this.name = Require.name(name, "fields.name");
        this.label = label == null ? name : label;
        this.type = type == null ? "text" : type;
        this.options = options == null ? List.of() : List.copyOf(options);
        this.required = required != null && required;
        if (!TYPES.contains(this.type)) {
            throw Require.badRequest("'fields.type' must be one of " + TYPES);
        }
    }
}
