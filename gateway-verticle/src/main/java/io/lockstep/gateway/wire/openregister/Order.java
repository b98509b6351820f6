package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.Require;
import io.lockstep.contract.metadata.Document;
import io.vertx.core.MultiMap;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list: {@code _order[title]=DESC} or {@code _order={"title":"DESC"}}; properties, or {@code @self.updated} and
 * {@code @self.created}. What has no value comes first, then numbers, then texts; equal objects stand by their ids. Pure.
 */
record Order(List<Key> keys) {
    private static final Pattern BY_NAME = Pattern.compile("_order\\[(.+)\\]");
    private static final int MAX_KEYS = 5;

    record Key(String property, boolean descending) {}

    Order {
        keys = List.copyOf(keys);
        Require.within(keys.size(), 0, MAX_KEYS, "the number of '_order' keys");
    }

    /** Fails with BAD_REQUEST for what is no order. */
    static Order of(MultiMap query) {
        var keys = new ArrayList<Key>();
        query.forEach(parameter -> {
            var matcher = BY_NAME.matcher(parameter.getKey());
            if (matcher.matches()) {
                keys.add(key(matcher.group(1), parameter.getValue()));
            }
        });
        var json = query.get("_order");
        if (json != null && !json.isBlank()) {
            parse(json).forEach(member -> keys.add(key(member.getKey(), String.valueOf(member.getValue()))));
        }
        return new Order(keys);
    }

    private static JsonObject parse(String json) {
        try {
            return new JsonObject(json);
        } catch (DecodeException malformed) {
            throw Require.badRequest("'_order' must be an object of properties, each ASC or DESC");
        }
    }

    private static Key key(String property, String direction) {
        return switch (direction.toUpperCase(Locale.ROOT)) {
            case "ASC", "" -> new Key(property, false);
            case "DESC" -> new Key(property, true);
            default -> throw Require.badRequest("'_order' must be ASC or DESC for each property");
        };
    }

    Comparator<Document> comparator() {
        Comparator<Document> order = Comparator.comparing(Document::document);
        for (int i = keys.size() - 1; i >= 0; i--) {
            order = by(keys.get(i)).thenComparing(order);
        }
        return order;
    }

    private static Comparator<Document> by(Key key) {
        Comparator<Document> ascending =
                (one, other) -> compare(value(one, key.property()), value(other, key.property()));
        return key.descending() ? ascending.reversed() : ascending;
    }

    private static @Nullable Object value(Document document, String property) {
        return switch (property) {
            case "@self.updated", "updated", "_updated" -> either(document, property, Stamp.of(document.updatedAt()));
            case "@self.created", "created", "_created" ->
                either(document, property, Stamp.ofNullable(ObjectFields.created(document)));
            default -> document.fields().getValue(property);
        };
    }

    /** A property of that name comes first. */
    private static @Nullable Object either(Document document, String property, @Nullable Object own) {
        return document.fields().containsKey(property) ? document.fields().getValue(property) : own;
    }

    private static int compare(@Nullable Object one, @Nullable Object other) {
        int byRank = Integer.compare(rank(one), rank(other));
        if (byRank != 0 || one == null || other == null) {
            return byRank;
        }
        return one instanceof Number
                ? new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString()))
                : one.toString().compareTo(other.toString());
    }

    private static int rank(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        return value instanceof Number ? 1 : 2;
    }
}
