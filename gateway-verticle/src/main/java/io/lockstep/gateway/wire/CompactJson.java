package io.lockstep.gateway.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON text byte for byte as the push daemon of Nextcloud writes it: object keys sorted bytewise at every level, no spaces, neither
 * {@code /} nor anything above ASCII escaped, {@code 1.0} stays {@code 1.0}. Pure.
 */
public final class CompactJson {
    /** The original reads integers of 64 bits, with or without sign; a larger one becomes a float there. */
    private static final BigInteger MAX_INTEGER = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private static final BigInteger MIN_INTEGER = BigInteger.TWO.pow(63).negate();

    /** UTF-8 order; a string's own order differs above U+FFFF. */
    private static final Comparator<String> BYTEWISE = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private final StringBuilder out = new StringBuilder();

    private CompactJson() {}

    /** The text of a JSON value: a map, list, string, number, boolean or null. */
    public static String write(@Nullable Object value) {
        var json = new CompactJson();
        json.value(value);
        return json.out.toString();
    }

    private void value(@Nullable Object value) {
        if (value instanceof JsonObject json) {
            object(json.getMap());
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof JsonArray json) {
            array(json.getList());
        } else if (value instanceof List<?> list) {
            array(list);
        } else if (value instanceof Number number) {
            out.append(number(number));
        } else if (value == null || value instanceof Boolean) {
            out.append(value);
        } else {
            string(value.toString());
        }
    }

    private void object(Map<?, ?> map) {
        var sorted = new TreeMap<String, @Nullable Object>(BYTEWISE);
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        out.append('{');
        var separator = "";
        for (var entry : sorted.entrySet()) {
            out.append(separator);
            string(entry.getKey());
            out.append(':');
            value(entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private void array(List<?> list) {
        out.append('[');
        var separator = "";
        for (var element : list) {
            out.append(separator);
            value(element);
            separator = ",";
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(char character) {
        switch (character) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (character < ' ') {
                    out.append("\\u00")
                            .append(Character.forDigit(character >> 4, 16))
                            .append(Character.forDigit(character & 15, 16));
                } else {
                    out.append(character);
                }
            }
        }
    }

    private static String number(Number number) {
        if (number instanceof BigInteger large
                && (large.compareTo(MAX_INTEGER) > 0 || large.compareTo(MIN_INTEGER) < 0)) {
            return number(large.doubleValue());
        }
        return number instanceof Double || number instanceof Float || number instanceof BigDecimal
                ? number(number.doubleValue())
                : number.toString();
    }

    /**
     * As Rust sets them: plain with a point from 1e-5 to 1e16, with an exponent beyond. The digits are Java's, which before
     * version 19 are in rare cases one more than needed. What JSON cannot say is null.
     */
    private static String number(double number) {
        if (!Double.isFinite(number)) {
            return "null";
        }
        if (number == 0) {
            return 1 / number > 0 ? "0.0" : "-0.0";
        }
        var decimal = new BigDecimal(Double.toString(Math.abs(number))).stripTrailingZeros();
        var digits = decimal.unscaledValue().toString();
        var point = digits.length() - decimal.scale();
        return (number < 0 ? "-" : "") + (point > -5 && point <= 16 ? plain(decimal) : scientific(digits, point - 1));
    }

    private static String plain(BigDecimal decimal) {
        return decimal.scale() <= 0 ? decimal.toPlainString() + ".0" : decimal.toPlainString();
    }

    private static String scientific(String digits, int exponent) {
        return digits.charAt(0) + (digits.length() == 1 ? "" : "." + digits.substring(1)) + "e" + exponent;
    }
}
