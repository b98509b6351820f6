package io.lockstep.metadata;

import io.lockstep.contract.Require;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a document in their normal form: keys sorted at every depth, and one spelling for every number.
 *
 * <p>PostgreSQL's jsonb respells what it stores (key order, {@code 1e2} as {@code 100}). The normal form survives that
 * round trip unchanged, so equal fields have equal text, and an etag over it is the same before and after. What jsonb
 * cannot hold is refused here, before it could fail a whole batch. Immutable.
 */
record Fields(SortedMap<String, @Nullable Object> values) {
    static final Fields NONE = new Fields(Collections.emptySortedMap());

    private static final int MAX_DEPTH = 100;
    private static final int MAX_DIGITS = 400;

    /** Fails with BAD_REQUEST for a value that JSON or jsonb cannot hold. */
    static Fields of(JsonObject json) {
        return new Fields(object(json.getMap(), 1));
    }

    /** These fields without those that are null: a field is there with a value, or it is absent. */
    Fields withoutNulls() {
        return NONE.merged(this);
    }

    /** RFC 7396 at the top level: a given field replaces the standing one, null removes it. */
    Fields merged(Fields given) {
        var merged = new TreeMap<>(values);
        given.values.forEach((field, value) -> {
            if (value == null) {
                merged.remove(field);
            } else {
                merged.put(field, value);
            }
        });
        return new Fields(Collections.unmodifiableSortedMap(merged));
    }

    /** Those of these fields that have one of the names. */
    Fields only(Collection<String> names) {
        var chosen = new TreeMap<>(values);
        chosen.keySet().retainAll(names);
        return new Fields(Collections.unmodifiableSortedMap(chosen));
    }

    /** What turns these fields into the next ones: the fields that differ, null for a removed one. */
    Fields changesTo(Fields next) {
        var changes = new TreeMap<String, @Nullable Object>();
        next.values.forEach((field, value) -> {
            if (!Objects.equals(value, values.get(field))) {
                changes.put(field, value);
            }
        });
        values.keySet().stream()
                .filter(field -> !next.values.containsKey(field))
                .forEach(field -> changes.put(field, null));
        return new Fields(Collections.unmodifiableSortedMap(changes));
    }

    JsonObject toJson() {
        return new JsonObject(values);
    }

    /** The canonical JSON text. */
    String text() {
        return toJson().encode();
    }

    /** The length of that text in UTF-8. */
    int bytes() {
        return text().getBytes(StandardCharsets.UTF_8).length;
    }

    private static @Nullable Object value(@Nullable Object value, int depth) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof String text) {
            return Text.check(text, "fields");
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (depth >= MAX_DEPTH) {
            throw Require.badRequest("'fields' must be nested at most " + MAX_DEPTH + " deep");
        }
        if (value instanceof JsonObject object) {
            return object(object.getMap(), depth + 1);
        }
        if (value instanceof Map<?, ?> object) {
            return object(object, depth + 1);
        }
        if (value instanceof JsonArray array) {
            return array(array.getList(), depth + 1);
        }
        if (value instanceof List<?> array) {
            return array(array, depth + 1);
        }
        throw Require.badRequest("'fields' must hold JSON values only");
    }

    private static SortedMap<String, @Nullable Object> object(Map<?, ?> object, int depth) {
        var normal = new TreeMap<String, @Nullable Object>();
        object.forEach((key, value) -> normal.put(Text.check(String.valueOf(key), "fields"), value(value, depth)));
        return Collections.unmodifiableSortedMap(normal);
    }

    private static List<@Nullable Object> array(List<?> array, int depth) {
        var normal = new ArrayList<@Nullable Object>(array.size());
        array.forEach(value -> normal.add(value(value, depth)));
        return Collections.unmodifiableList(normal);
    }

    /** A whole number becomes Long or BigInteger ({@code 1.0} is 1), any other the nearest Double: as it is read back. */
    private static Number number(Number value) {
        if (value instanceof Integer || value instanceof Long) {
            return value.longValue();
        }
        try {
            var exact = decimal(value.toString());
            return exact.scale() <= 0 ? whole(exact) : fraction(exact.doubleValue());
        } catch (NumberFormatException notFinite) {
            throw unfit();
        }
    }

    private static Number fraction(double value) {
        var exact = decimal(Double.toString(value));
        return exact.scale() <= 0 ? whole(exact) : (Number) value;
    }

    private static Number whole(BigDecimal exact) {
        BigInteger integer = exact.toBigIntegerExact();
        return integer.bitLength() < Long.SIZE ? (Number) integer.longValue() : integer;
    }

    private static BigDecimal decimal(String text) {
        var exact = new BigDecimal(text);
        if (exact.precision() > MAX_DIGITS || Math.abs((long) exact.scale()) > MAX_DIGITS) {
            throw unfit();
        }
        return exact.stripTrailingZeros();
    }

    private static RuntimeException unfit() {
        return Require.badRequest("'fields' must hold finite numbers of at most " + MAX_DIGITS + " digits");
    }
}
