package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.Require;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one property, as a query names it: {@code status=draft}, {@code status[]=draft&status[]=final} for any of
 * them, {@code due[gte]=2026-01-01}. Pure.
 *
 * <p>Values of a query are texts: a property has one when its text is the same, a number when it is equal, an array when one
 * of its elements does. Of two numbers the greater is the greater, of anything else the later text.
 */
record Filter(String property, Operator operator, List<String> values) {
    private static final Pattern NAME = Pattern.compile("([^\\[\\]]+)(?:\\[([a-z]*)\\])?");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

    enum Operator {
        ANY,
        NE,
        GT,
        GTE,
        LT,
        LTE
    }

    Filter {
        values = List.copyOf(values);
    }

    /** Empty for a parameter that names no property. Fails with BAD_REQUEST for an operator that is not known. */
    static Optional<Filter> of(String parameter, List<String> values) {
        var matcher = NAME.matcher(parameter);
        if (!matcher.matches() || !ObjectFields.isProperty(matcher.group(1))) {
            return Optional.empty();
        }
        return Optional.of(new Filter(matcher.group(1), operator(matcher.group(2)), values));
    }

    private static Operator operator(@Nullable String name) {
        if (name == null || name.isEmpty() || name.equals("in")) {
            return Operator.ANY;
        }
        return switch (name) {
            case "ne" -> Operator.NE;
            case "gt" -> Operator.GT;
            case "gte" -> Operator.GTE;
            case "lt" -> Operator.LT;
            case "lte" -> Operator.LTE;
            default -> throw Require.badRequest("'[" + name + "]' is none of ne, gt, gte, lt and lte");
        };
    }

    boolean matches(JsonObject properties) {
        var value = properties.getValue(property);
        return switch (operator) {
            case ANY -> hasAny(value);
            case NE -> !hasAny(value);
            case GT, GTE, LT, LTE -> values.stream().allMatch(bound -> isBeside(value, bound));
        };
    }

    private boolean hasAny(@Nullable Object value) {
        return value instanceof JsonArray array
                ? array.stream().anyMatch(this::hasAny)
                : values.stream().anyMatch(wanted -> isAlike(value, wanted));
    }

    private static boolean isAlike(@Nullable Object value, String wanted) {
        if (value == null) {
            return wanted.isEmpty();
        }
        boolean areNumbers = value instanceof Number && NUMBER.matcher(wanted).matches();
        return areNumbers ? compare(value, wanted) == 0 : value.toString().equals(wanted);
    }

    private boolean isBeside(@Nullable Object value, String bound) {
        if (value == null) {
            return false;
        }
        int compared = compare(value, bound);
        return switch (operator) {
            case GT -> compared > 0;
            case GTE -> compared >= 0;
            case LT -> compared < 0;
            case LTE -> compared <= 0;
            case ANY, NE -> throw new IllegalStateException("no comparison");
        };
    }

    private static int compare(Object value, String bound) {
        var text = value.toString();
        boolean areNumbers = value instanceof Number && NUMBER.matcher(bound).matches();
        return areNumbers ? new BigDecimal(text).compareTo(new BigDecimal(bound)) : text.compareTo(bound);
    }

    /** Whether any text or number in the properties contains the word, whatever its case. */
    static boolean contains(JsonObject properties, String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        return properties.getMap().entrySet().stream()
                .anyMatch(member -> !member.getKey().equals(ObjectFields.SELF) && holds(member.getValue(), lower));
    }

    private static boolean holds(@Nullable Object value, String lower) {
        if (value instanceof JsonObject object) {
            return object.getMap().values().stream().anyMatch(inner -> holds(inner, lower));
        }
        if (value instanceof JsonArray array) {
            return array.stream().anyMatch(inner -> holds(inner, lower));
        }
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(inner -> holds(inner, lower));
        }
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(inner -> holds(inner, lower));
        }
        return value != null && value.toString().toLowerCase(Locale.ROOT).contains(lower);
    }
}
