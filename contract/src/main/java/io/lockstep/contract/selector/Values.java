package io.lockstep.contract.selector;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Equality and order of JSON values, as PostgreSQL's jsonb and its collation "C" have them. */
final class Values {
    private Values() {}

    /** Objects and arrays as maps and lists. */
    static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object.getMap();
        }
        return value instanceof JsonArray array ? array.getList() : value;
    }

    /** Numbers by their value (1 is 1.0), everything else by its content. */
    static boolean areEqual(@Nullable Object one, @Nullable Object other) {
        var left = plain(one);
        var right = plain(other);
        if (left instanceof Number number && right instanceof Number another) {
            return exact(number).compareTo(exact(another)) == 0;
        }
        if (left instanceof Map<?, ?> map && right instanceof Map<?, ?> another) {
            return map.keySet().equals(another.keySet())
                    && map.keySet().stream().allMatch(key -> areEqual(map.get(key), another.get(key)));
        }
        if (left instanceof List<?> list && right instanceof List<?> another) {
            return list.size() == another.size()
                    && IntStream.range(0, list.size()).allMatch(i -> areEqual(list.get(i), another.get(i)));
        }
        return left == null ? right == null : left.equals(right);
    }

    /** Less than, equal to or greater than 0 as usual; empty when the two are not both numbers or both texts. */
    static OptionalInt compare(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number left && other instanceof Number right) {
            return OptionalInt.of(exact(left).compareTo(exact(right)));
        }
        return one instanceof String left && other instanceof String right
                ? OptionalInt.of(compareTexts(left, right))
                : OptionalInt.empty();
    }

    /** By code points, as the bytes of UTF-8 sort; String.compareTo has the astral ones before U+E000. */
    private static int compareTexts(String left, String right) {
        int i = 0;
        while (i < left.length() && i < right.length()) {
            int one = left.codePointAt(i);
            int other = right.codePointAt(i);
            if (one != other) {
                return Integer.compare(one, other);
            }
            i += Character.charCount(one);
        }
        return Integer.compare(left.length(), right.length());
    }

    private static BigDecimal exact(Number number) {
        return number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
    }
}
