package io.lockstep.contract.selector;

import io.lockstep.contract.Require;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way from a document's fields to a value inside them, one key after the other; it leads through objects only. */
public record Path(List<String> keys) {
    private static final int MAX_KEYS = 20;

    public Path {
        keys = List.copyOf(keys);
        Require.within(keys.size(), 1, MAX_KEYS, "the keys of a path");
    }

    /** The way that a text with dots describes; fails with BAD_REQUEST for an empty key. */
    public static Path parse(String text) {
        var keys = Arrays.asList(text.split("\\.", -1));
        if (keys.contains("")) {
            throw Require.badRequest("'" + text + "' must be the name of a field, with dots only between names");
        }
        return new Path(keys);
    }

    Path then(Path further) {
        var all = new ArrayList<>(keys);
        all.addAll(further.keys);
        return new Path(all);
    }

    /** Whether there is a value at the end, be it null. */
    public boolean isIn(JsonObject fields) {
        var holder = holder(fields);
        return holder != null && holder.containsKey(last());
    }

    /** The value at the end; null also when there is none. */
    public @Nullable Object of(JsonObject fields) {
        var holder = holder(fields);
        return holder == null ? null : holder.get(last());
    }

    private @Nullable Map<?, ?> holder(JsonObject fields) {
        Map<?, ?> holder = fields.getMap();
        for (var key : keys.subList(0, keys.size() - 1)) {
            if (!(Values.plain(holder.get(key)) instanceof Map<?, ?> inner)) {
                return null;
            }
            holder = inner;
        }
        return holder;
    }

    private String last() {
        return keys.get(keys.size() - 1);
    }
}
