package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.Require;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A saved view of a folder: which columns, which filters, which order; kept as the page is shown it. Pure. */
final class MetavoxView {
    private static final int MAX_NAME = 255;
    private static final List<String> KEYS =
            List.of("id", "gf_id", "name", "is_default", "columns", "filters", "sort_field", "sort_order", "position");

    private MetavoxView() {}

    /** A new one at the end; fails with BAD_REQUEST without a name. */
    static JsonObject created(int id, String folder, int position, MetavoxInput input) {
        var blank = new JsonObject()
                .put("id", id)
                .put("gf_id", Long.valueOf(folder))
                .put("name", "")
                .put("is_default", false)
                .put("columns", new JsonArray())
                .put("filters", new JsonObject())
                .putNull("sort_field")
                .putNull("sort_order")
                .put("position", position);
        return changed(blank, input);
    }

    /** With what is given in place of what was; fails with BAD_REQUEST when no name is left. */
    static JsonObject changed(JsonObject view, MetavoxInput input) {
        var values = input.values();
        var changed = view.copy();
        if (input.has("name")) {
            changed.put("name", input.text("name").map(String::strip).orElse(""));
        }
        var name = changed.getString("name");
        if (name.isEmpty()) {
            throw Require.badRequest("View name is required");
        }
        if (name.length() > MAX_NAME) {
            throw Require.badRequest("View name is too long");
        }
        if (input.has("is_default")) {
            changed.put("is_default", input.flag("is_default"));
        }
        if (input.has("columns")) {
            changed.put("columns", columns(values.getValue("columns")));
        }
        if (input.has("filters")) {
            changed.put("filters", filters(input));
        }
        if (input.has("sort_field")) {
            changed.put(
                    "sort_field",
                    input.text("sort_field").filter(field -> !field.isEmpty()).orElse(null));
        }
        if (input.has("sort_order")) {
            changed.put(
                    "sort_order",
                    input.text("sort_order")
                            .filter(order -> order.matches("asc|desc"))
                            .orElse(null));
        }
        return changed;
    }

    private static JsonArray columns(@Nullable Object given) {
        var columns = new JsonArray();
        if (given instanceof JsonArray array) {
            for (var column : array) {
                if (!(column instanceof JsonObject json) || !(json.getValue("field_name") instanceof String)) {
                    throw Require.badRequest("each of 'columns' must be an object with a field_name");
                }
                columns.add(json);
            }
        } else if (given != null) {
            throw Require.badRequest("'columns' must be an array");
        }
        return columns;
    }

    /** The original's language makes an empty object an empty array. */
    private static JsonObject filters(MetavoxInput input) {
        var given = input.values().getValue("filters");
        if (given == null || (given instanceof JsonArray array && array.isEmpty())) {
            return new JsonObject();
        }
        return input.object("filters").orElseThrow(() -> Require.badRequest("'filters' must be an object"));
    }

    /** In the order of the original's keys, which the store does not keep. */
    static JsonObject shown(JsonObject view) {
        var shown = new JsonObject();
        KEYS.forEach(key -> shown.put(key, view.getValue(key)));
        return shown;
    }

    static boolean isDefault(JsonObject view) {
        return view.getBoolean("is_default");
    }
}
