package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a form, which are texts, as the types that a schema asks for. What does not read so stays a text. Pure. */
final class FormValues {
    private FormValues() {}

    static JsonObject typed(JsonObject properties, List<FieldDefinition> definitions) {
        var typed = properties.copy();
        for (var definition : definitions) {
            if (properties.containsKey(definition.name())) {
                typed.put(definition.name(), typed(definition.type(), properties.getValue(definition.name())));
            }
        }
        return typed;
    }

    private static @Nullable Object typed(String type, @Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        return switch (type) {
            case "number" -> number(text);
            case "checkbox" ->
                switch (text) {
                    case "true", "1" -> true;
                    case "false", "0" -> false;
                    default -> text;
                };
            case "multiselect" -> text.isEmpty() ? new JsonArray() : new JsonArray().add(text);
            default -> text;
        };
    }

    private static Object number(String text) {
        if (!text.matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?")) {
            return text;
        }
        var exact = new BigDecimal(text);
        return exact.scale() == 0 && exact.precision() < 19 ? (Object) exact.longValueExact() : exact.doubleValue();
    }
}
