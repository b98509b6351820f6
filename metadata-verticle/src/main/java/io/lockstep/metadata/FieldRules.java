package io.lockstep.metadata;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a document may hold, by the definitions of their space.
 *
 * <p>Only fields that a write changes are looked at, so that a definition that came later makes no document unwritable; a
 * field without a definition is free. MetaVox sends every value as text and {@code ""} for none, therefore a text that
 * reads as the type fits, is kept as it is, and {@code ""} counts as empty. A required field must be there when a
 * document is created or replaced and cannot be emptied; a merge that leaves it alone passes, and so does an upsert that
 * makes a document of a single cell.
 */
final class FieldRules {
    /** What MetaVox puts between the choices of a multiselect. */
    private static final String CHOICE_SEPARATOR = ";#";

    private static final Pattern NUMBER = Pattern.compile("-?\\d++(\\.\\d++)?([eE][+-]?\\d++)?");
    private static final int MAX_NUMBER_LENGTH = 400;

    private static final Set<Object> CHECKBOX_VALUES = Set.of(true, false, 0L, 1L, "0", "1", "true", "false");

    private FieldRules() {}

    /**
     * Fails with BAD_REQUEST naming the first field, what is wrong and what would be right; the details name each field, as
     * {@code violations}.
     *
     * @param patch the fields that the write changes, null for a removed one
     * @param next all fields after the write
     */
    static void check(List<FieldDefinition> definitions, Write.Intent intent, Fields patch, Fields next) {
        boolean isWhole = intent == Write.Intent.CREATE || intent == Write.Intent.REPLACE;
        var violations = new JsonArray();
        for (var definition : definitions) {
            var name = definition.name();
            boolean isChanged = patch.values().containsKey(name);
            var value = next.values().get(name);
            if (definition.required() && (isWhole || isChanged) && isEmpty(value)) {
                violations.add(violation(
                        name, "field '" + name + "' is required: give " + wanted(definition) + ", not nothing"));
            } else if (isChanged && !fits(definition, value)) {
                violations.add(violation(
                        name,
                        "field '" + name + "' does not fit its type " + definition.type() + ": give "
                                + wanted(definition)));
            }
        }
        if (!violations.isEmpty()) {
            throw new ServiceException(
                    FailureCode.BAD_REQUEST,
                    violations.getJsonObject(0).getString("message"),
                    new JsonObject().put("violations", violations));
        }
    }

    private static JsonObject violation(String field, String message) {
        return new JsonObject().put("field", field).put("message", message);
    }

    private static boolean fits(FieldDefinition definition, @Nullable Object value) {
        if (value == null || value.equals("")) {
            return true;
        }
        return switch (definition.type()) {
            case "number" -> value instanceof Number || (value instanceof String text && isNumber(text));
            case "date" -> value instanceof String text && isDate(text);
            case "checkbox" -> CHECKBOX_VALUES.contains(value);
            case "select" -> value instanceof String text && isOption(definition, text);
            case "multiselect" -> areOptions(definition, value);
            case "url" -> value instanceof String text && isUrl(text);
            case "user" -> value instanceof String text && isName(text);
            default -> value instanceof String;
        };
    }

    private static String wanted(FieldDefinition definition) {
        return switch (definition.type()) {
            case "number" -> "a number, such as 12.5";
            case "date" -> "a date as year-month-day, such as 2026-03-31";
            case "checkbox" -> "true or false";
            case "select" -> "one of " + options(definition);
            case "multiselect" -> "a list of any of " + options(definition);
            case "url" -> "an address that begins with http://, https:// or mailto:";
            case "user" -> "the name of a user";
            default -> "text";
        };
    }

    private static String options(FieldDefinition definition) {
        return definition.options().isEmpty()
                ? "its choices"
                : definition.options().stream()
                        .map(option -> "'" + option + "'")
                        .collect(Collectors.joining(", "));
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null || value.equals("") || value.equals(List.of());
    }

    private static boolean isNumber(String text) {
        return text.length() <= MAX_NUMBER_LENGTH && NUMBER.matcher(text).matches();
    }

    private static boolean isDate(String text) {
        try {
            int year = LocalDate.parse(text).getYear();
            return 0 <= year && year <= 9999;
        } catch (DateTimeException notADate) {
            return false;
        }
    }

    /** A definition without options lets people choose freely. */
    private static boolean isOption(FieldDefinition definition, Object choice) {
        return definition.options().isEmpty()
                ? choice instanceof String
                : definition.options().contains(choice);
    }

    private static boolean areOptions(FieldDefinition definition, Object value) {
        if (value instanceof List<?> choices) {
            return choices.stream().allMatch(choice -> choice != null && isOption(definition, choice));
        }
        return value instanceof String text
                && Arrays.stream(text.split(CHOICE_SEPARATOR))
                        .filter(choice -> !choice.isEmpty())
                        .allMatch(choice -> isOption(definition, choice));
    }

    private static boolean isUrl(String text) {
        try {
            var url = new URI(text);
            var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            return switch (scheme) {
                case "http", "https" -> url.getHost() != null;
                case "mailto" -> url.getSchemeSpecificPart().contains("@");
                default -> false;
            };
        } catch (URISyntaxException notAUrl) {
            return false;
        }
    }

    private static boolean isName(String text) {
        return text.length() <= 255 && text.chars().noneMatch(Character::isISOControl);
    }
}
