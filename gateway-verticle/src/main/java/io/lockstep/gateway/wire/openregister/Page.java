package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.Require;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted: {@code _limit} (1 to 1,000, 20 when not given) and {@code _page} from 1 or {@code _offset}.
 * Older routes take the names without {@code _} too. Pure.
 */
record Page(int limit, int offset) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 1_000;
    private static final int MAX_OFFSET = 1_000_000;

    /** Fails with BAD_REQUEST for what is no number; one that is out of range counts as the nearest that is not. */
    static Page of(MultiMap query, boolean takesBareNames) {
        int limit = number(query, "limit", takesBareNames, DEFAULT_LIMIT, 1, MAX_LIMIT);
        int page = number(query, "page", takesBareNames, 1, 1, MAX_OFFSET);
        int offset =
                number(query, "offset", takesBareNames, (int) Math.min((page - 1L) * limit, MAX_OFFSET), 0, MAX_OFFSET);
        return new Page(limit, offset);
    }

    private static int number(MultiMap query, String name, boolean takesBareNames, int without, int min, int max) {
        var given = text(query, name, takesBareNames);
        if (given == null || given.isEmpty()) {
            return without;
        }
        if (!given.matches("[+-]?[0-9]{1,18}")) {
            throw Require.badRequest("'_" + name + "' must be a whole number");
        }
        return (int) Math.max(min, Math.min(max, Long.parseLong(given)));
    }

    private static @Nullable String text(MultiMap query, String name, boolean takesBareNames) {
        var text = query.get("_" + name);
        return text == null && takesBareNames ? query.get(name) : text;
    }

    /** This part of a list. */
    <T> List<T> of(List<T> all) {
        int from = Math.min(offset, all.size());
        return all.subList(from, Math.min(from + limit, all.size()));
    }

    /** What is said of it beside the results. */
    JsonObject around(int total) {
        return new JsonObject()
                .put("total", total)
                .put("page", offset / limit + 1)
                .put("pages", Math.max(1, (total + limit - 1) / limit))
                .put("limit", limit)
                .put("offset", offset);
    }
}
