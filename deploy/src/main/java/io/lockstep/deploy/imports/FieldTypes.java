package io.lockstep.deploy.imports;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the texts of a file mean, by the definitions of a space's fields. Fields without a definition are texts. */
final class FieldTypes {
    private final Map<String, String> types = new HashMap<>();

    /** @param definitions as the space's answer has them */
    FieldTypes(JsonArray definitions) {
        definitions.stream()
                .map(JsonObject.class::cast)
                .forEach(field -> types.put(field.getString("name"), field.getString("type")));
    }

    /** Throws IllegalArgumentException saying why when the text is no value of the field. */
    Object value(String field, String text) {
        return switch (types.getOrDefault(field, "text")) {
            case "number" -> number(field, text.trim());
            case "checkbox" -> checkbox(field, text.trim().toLowerCase(Locale.ROOT));
            case "multiselect" ->
                new JsonArray(Arrays.stream(text.split(";"))
                        .map(String::trim)
                        .filter(part -> !part.isEmpty())
                        .toList());
            default -> text;
        };
    }

    private static Number number(String field, String text) {
        try {
            return text.matches("-?[0-9]{1,18}") ? (Number) Long.valueOf(text) : (Number) new BigDecimal(text);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("'" + field + "' must be a number, not '" + text + "'");
        }
    }

    private static Boolean checkbox(String field, String text) {
        return switch (text) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default ->
                throw new IllegalArgumentException(
                        "'" + field + "' must be true or false (yes or no, 1 or 0), not '" + text + "'");
        };
    }
}
