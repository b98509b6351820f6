package io.lockstep.contract.selector;

import io.lockstep.contract.Require;
import io.lockstep.contract.selector.Selector.All;
import io.lockstep.contract.selector.Selector.Any;
import io.lockstep.contract.selector.Selector.Compared;
import io.lockstep.contract.selector.Selector.Exists;
import io.lockstep.contract.selector.Selector.In;
import io.lockstep.contract.selector.Selector.Not;
import io.lockstep.contract.selector.Selector.Order;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one selector; bounded in depth and number of conditions, since every document is asked all of them. */
final class SelectorParser {
    private static final int MAX_DEPTH = 10;
    private static final int MAX_CONDITIONS = 100;
    private static final int MAX_VALUES = 1000;

    private int conditions;

    Selector parse(JsonObject json) {
        return object(json.getMap(), null, 1);
    }

    /** @param parent where the object's fields are; null at the top */
    private Selector object(Map<?, ?> json, @Nullable Path parent, int depth) {
        if (depth > MAX_DEPTH) {
            throw refusal("must be nested at most " + MAX_DEPTH + " deep");
        }
        var parts = new ArrayList<Selector>();
        json.forEach((key, value) -> {
            var name = String.valueOf(key);
            parts.add(
                    name.startsWith("$")
                            ? combination(name, value, parent, depth)
                            : field(parent == null ? Path.parse(name) : parent.then(Path.parse(name)), value, depth));
        });
        return parts.size() == 1 ? parts.get(0) : new All(parts);
    }

    private Selector combination(String operator, @Nullable Object value, @Nullable Path parent, int depth) {
        return switch (operator) {
            case "$and" -> new All(objects(operator, value, parent, depth));
            case "$or" -> new Any(objects(operator, value, parent, depth));
            case "$nor" -> new Not(new Any(objects(operator, value, parent, depth)));
            case "$not" -> {
                if (!(Values.plain(value) instanceof Map<?, ?> object)) {
                    throw refusal("must give '$not' an object");
                }
                yield new Not(object(object, parent, depth + 1));
            }
            default -> throw unknown(operator);
        };
    }

    private List<Selector> objects(String operator, @Nullable Object value, @Nullable Path parent, int depth) {
        var parts = new ArrayList<Selector>();
        for (var part : list(operator, value)) {
            if (!(Values.plain(part) instanceof Map<?, ?> object)) {
                throw refusal("must give '" + operator + "' a list of objects");
            }
            parts.add(object(object, parent, depth + 1));
        }
        return parts;
    }

    private Selector field(Path path, @Nullable Object value, int depth) {
        if (!(Values.plain(value) instanceof Map<?, ?> object) || object.isEmpty()) {
            return counted(new In(path, Collections.singletonList(value)));
        }
        long operators = object.keySet().stream()
                .filter(key -> String.valueOf(key).startsWith("$"))
                .count();
        if (operators == 0) {
            return object(object, path, depth + 1);
        }
        if (operators < object.size()) {
            throw refusal(
                    "must not mix operators and names in the condition of '" + String.join(".", path.keys()) + "'");
        }
        var parts = new ArrayList<Selector>();
        object.forEach((operator, operand) -> parts.add(condition(path, String.valueOf(operator), operand, depth)));
        return parts.size() == 1 ? parts.get(0) : new All(parts);
    }

    private Selector condition(Path path, String operator, @Nullable Object operand, int depth) {
        return counted(
                switch (operator) {
                    case "$eq" -> new In(path, Collections.singletonList(operand));
                    case "$ne" -> presentButNot(path, Collections.singletonList(operand));
                    case "$in" -> new In(path, list(operator, operand));
                    case "$nin" -> presentButNot(path, list(operator, operand));
                    case "$gt" -> compared(path, Order.GREATER, operator, operand);
                    case "$gte" -> compared(path, Order.GREATER_OR_EQUAL, operator, operand);
                    case "$lt" -> compared(path, Order.LESS, operator, operand);
                    case "$lte" -> compared(path, Order.LESS_OR_EQUAL, operator, operand);
                    case "$exists" -> exists(path, operand);
                    case "$not" -> negated(path, operand, depth);
                    default -> throw unknown(operator);
                });
    }

    private Selector negated(Path path, @Nullable Object operand, int depth) {
        if (depth >= MAX_DEPTH) {
            throw refusal("must be nested at most " + MAX_DEPTH + " deep");
        }
        return new Not(field(path, operand, depth + 1));
    }

    private static Selector exists(Path path, @Nullable Object operand) {
        if (!(operand instanceof Boolean wanted)) {
            throw refusal("must give '$exists' true or false");
        }
        return wanted ? new Exists(path) : new Not(new Exists(path));
    }

    private static Selector presentButNot(Path path, List<@Nullable Object> values) {
        return new All(List.of(new Exists(path), new Not(new In(path, values))));
    }

    private static Selector compared(Path path, Order order, String operator, @Nullable Object operand) {
        if (!(operand instanceof Number) && !(operand instanceof String)) {
            throw refusal("must give '" + operator + "' a number or a text");
        }
        return new Compared(path, order, operand);
    }

    private static List<@Nullable Object> list(String operator, @Nullable Object value) {
        var list = value instanceof JsonArray array ? array.getList() : value;
        if (!(list instanceof List<?> values) || values.size() > MAX_VALUES) {
            throw refusal("must give '" + operator + "' a list of at most " + MAX_VALUES);
        }
        return Collections.unmodifiableList(new ArrayList<@Nullable Object>(values));
    }

    private Selector counted(Selector condition) {
        if (++conditions > MAX_CONDITIONS) {
            throw refusal("must have at most " + MAX_CONDITIONS + " conditions");
        }
        return condition;
    }

    private static RuntimeException unknown(String operator) {
        return refusal("has no operator '" + operator
                + "'; known are $eq $ne $gt $gte $lt $lte $in $nin $exists $and $or $nor $not");
    }

    private static RuntimeException refusal(String sentence) {
        return Require.badRequest("'selector' " + sentence);
    }
}
