package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.gateway.wire.CompactJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Values as MetaVox has them: always a text, {@code ""} for none, several joined, a checkbox 1 or 0. Pure. */
final class MetavoxValues {
    private static final String SEPARATOR = ";#";

    /** Types whose values need not be texts in our own documents. */
    private static final Set<String> TYPED = Set.of("number", "checkbox", "multiselect");

    private MetavoxValues() {}

    static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Boolean isTrue) {
            return isTrue ? "1" : "0";
        }
        if (value instanceof Iterable<?> list && !(value instanceof JsonObject)) {
            var joined = new StringJoiner(SEPARATOR);
            list.forEach(element -> joined.add(text(element)));
            return joined.toString();
        }
        return CompactJson.write(value);
    }

    /** Each of a value's choices; none of an empty one. */
    static List<String> choices(@Nullable Object value) {
        return Arrays.stream(text(value).split(SEPARATOR, -1))
                .filter(choice -> !choice.isEmpty())
                .toList();
    }

    /**
     * The values that a save writes: those of names that the folder knows, any name where it knows none. What is no text
     * becomes one, as in the original, unless the field's type has values of its own.
     */
    static JsonObject known(JsonObject metadata, List<FieldDefinition> definitions) {
        if (definitions.isEmpty()) {
            return metadata;
        }
        var fields = new JsonObject();
        for (var definition : definitions) {
            if (metadata.containsKey(definition.name())) {
                var value = metadata.getValue(definition.name());
                fields.put(definition.name(), value == null || isTyped(definition, value) ? value : text(value));
            }
        }
        return fields;
    }

    private static boolean isTyped(FieldDefinition definition, Object value) {
        return value instanceof JsonArray
                ? definition.type().equals("multiselect")
                : TYPED.contains(definition.type()) && !(value instanceof JsonObject);
    }

    /** A file's values as texts, those of the folder's definitions in their order; all where it has none. */
    static JsonObject texts(List<FieldDefinition> definitions, JsonObject values) {
        var texts = new JsonObject();
        if (definitions.isEmpty()) {
            values.fieldNames().forEach(name -> texts.put(name, text(values.getValue(name))));
        }
        definitions.forEach(definition -> texts.put(definition.name(), text(values.getValue(definition.name()))));
        return texts;
    }
}
