package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.Require;
import io.lockstep.gateway.http.Requests;
import io.vertx.core.MultiMap;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request as the original's language sees them: of the query, then of a form, then of a JSON body, of
 * which the last wins; {@code name[]} is a list, numbers may be texts, lists may be texts with commas.
 */
record MetavoxInput(JsonObject values) {
    static MetavoxInput of(RoutingContext ctx) {
        var values = new JsonObject();
        add(values, ctx.queryParams());
        var form = ctx.request().formAttributes();
        add(values, form);
        return new MetavoxInput(form.isEmpty() ? values.mergeIn(Requests.jsonOrEmpty(ctx)) : values);
    }

    private static void add(JsonObject values, MultiMap parameters) {
        for (var name : parameters.names()) {
            var all = parameters.getAll(name).stream()
                    .map(MetavoxRequest::withoutStrayReturn)
                    .toList();
            if (name.endsWith("[]")) {
                values.put(name.substring(0, name.length() - 2), new JsonArray(all));
            } else {
                values.put(name, all.get(all.size() - 1));
            }
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A text, or a number as one; empty when there is neither. */
    Optional<String> text(String name) {
        return Optional.ofNullable(text(values.getValue(name)));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String || value instanceof Number ? value.toString() : null;
    }

    /** A whole number; empty when there is none. */
    Optional<Integer> number(String name) {
        return text(name).filter(text -> text.matches("-?[0-9]{1,9}")).map(Integer::valueOf);
    }

    /** Whether it is set, as the original's language would say. */
    boolean flag(String name) {
        return isTrue(values.getValue(name));
    }

    static boolean isTrue(@Nullable Object value) {
        return value != null
                && !value.equals(false)
                && !value.equals(0)
                && !value.equals("")
                && !value.equals("0")
                && !value.equals("false");
    }

    /** An object, also as JSON text, which is how a query says it; empty when there is none. */
    Optional<JsonObject> object(String name) {
        var value = values.getValue(name);
        if (value instanceof String text && !text.isBlank()) {
            try {
                value = new JsonObject(text);
            } catch (DecodeException broken) {
                throw Require.badRequest("'" + name + "' is not a JSON object");
            }
        }
        if (value instanceof JsonObject json && !Requests.isShallow(json)) {
            throw Require.badRequest("'" + name + "' is nested too deep");
        }
        return value instanceof JsonObject json ? Optional.of(json) : Optional.empty();
    }

    /** A list, also as text with commas; empty when there is none. */
    Optional<List<Object>> list(String name) {
        var value = values.getValue(name);
        if (value instanceof String text) {
            return Optional.of(text.isBlank() ? List.of() : List.of((Object[]) text.split(",")));
        }
        return value instanceof JsonArray array ? Optional.of(items(array)) : Optional.empty();
    }

    private static List<Object> items(JsonArray array) {
        var items = new ArrayList<Object>(array.size());
        array.forEach(item -> {
            if (item != null) {
                items.add(item);
            }
        });
        return items;
    }

    /** A list of names or numbers as texts; what is neither is left out. */
    Optional<List<String>> texts(String name) {
        return list(name)
                .map(items -> items.stream()
                        .filter(item -> item instanceof String || item instanceof Number)
                        .map(item -> item.toString().strip())
                        .filter(text -> !text.isEmpty())
                        .toList());
    }

    /** A list of ids, each once; empty when there are none. Fails with BAD_REQUEST when one is not an id. */
    Collection<String> ids(String name) {
        var ids = new LinkedHashSet<String>();
        for (var item : list(name).orElse(List.of())) {
            ids.add(id(item, name));
        }
        return ids;
    }

    /** An id; empty when there is none. Fails with BAD_REQUEST when it is something else. */
    Optional<String> id(String name) {
        var value = values.getValue(name);
        return value == null || value.equals("") ? Optional.empty() : Optional.of(id(value, name));
    }

    private static String id(Object value, String name) {
        var text = text(value);
        if (text == null || !MetavoxTable.isId(text.strip())) {
            throw Require.badRequest("'" + name + "' must hold numbers");
        }
        return text.strip();
    }
}
