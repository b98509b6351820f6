package io.lockstep.metadata;

import io.lockstep.contract.selector.Path;
import io.lockstep.contract.selector.Selector;
import io.lockstep.metadata.Listing.SortKey;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The statement for one listing: {@code listDocuments.sql} with its places filled in.
 *
 * <p>Only words of this class become SQL; everything that came from a client, names of fields too, is a parameter. Every
 * condition is true or false, never null, so that it may be negated.
 */
final class ListingSql {
    private static final String TEMPLATE = Sql.of("listDocuments");

    private final Listing listing;
    private final Tuple parameters;

    private ListingSql(Set<String> principals, Listing listing) {
        this.listing = listing;
        this.parameters = PgDocumentStore.asking(principals, listing.space());
    }

    static Statement of(Set<String> principals, Listing listing, int limit) {
        return new ListingSql(principals, listing).build(limit);
    }

    private Statement build(int limit) {
        var limitParameter = parameter(String.valueOf(limit));
        var conditions = new ArrayList<String>();
        if (listing.ifHead() != null) {
            parameters
                    .addLong(listing.ifHead().epoch())
                    .addLong(listing.ifHead().seq());
            conditions.add("(head.epoch, head.seq) <> ($" + (parameters.size() - 1) + ", $" + parameters.size() + ")");
        }
        if (listing.ids() != null) {
            parameters.addArrayOfString(listing.ids().toArray(String[]::new));
            conditions.add("document.id = any ($" + parameters.size() + ")");
        }
        if (listing.updatedSince() != null) {
            parameters.addOffsetDateTime(listing.updatedSince().atOffset(ZoneOffset.UTC));
            conditions.add("document.last_update >= $" + parameters.size());
        }
        if (listing.selector() != null) {
            conditions.add(condition(listing.selector()));
        }
        var columns = columns();
        listing.after().ifPresent(place -> conditions.add(after(columns, place)));
        var keys =
                columns.subList(0, columns.size() - 1).stream().map(Column::key).collect(Collectors.joining(", "));
        var sql = TEMPLATE.replace(
                        "{conditions}",
                        conditions.stream()
                                .map(condition -> " and " + condition)
                                .collect(Collectors.joining()))
                .replace("{order}", columns.stream().map(Column::order).collect(Collectors.joining(", ")))
                .replace("{keys}", "array[" + keys + "]::text[]")
                .replace("{fields}", listing.withoutFields() ? "'{}'::jsonb" : "document.fields")
                .replace("{limit}", limitParameter + "::bigint");
        return new Statement(sql, parameters);
    }

    private String condition(Selector selector) {
        if (selector instanceof Selector.All all) {
            return joined(all.parts(), " and ", "true");
        }
        if (selector instanceof Selector.Any any) {
            return joined(any.parts(), " or ", "false");
        }
        if (selector instanceof Selector.Not not) {
            return "not " + condition(not.part());
        }
        if (selector instanceof Selector.Exists exists) {
            return "(" + value(exists.path()) + " is not null)";
        }
        if (selector instanceof Selector.In in) {
            var values = parameter(new JsonArray(in.values()).encode());
            return "exists (select from jsonb_array_elements(" + values
                    + "::jsonb) as choice (value) where choice.value = " + value(in.path()) + ")";
        }
        return compared((Selector.Compared) selector);
    }

    private String compared(Selector.Compared compared) {
        var value = value(compared.path());
        var sign = compared.order().sign();
        return compared.value() instanceof String text
                ? "coalesce(jsonb_typeof(" + value + ") = 'string' and (" + value + " #>> '{}') collate \"C\" " + sign
                        + " " + parameter(text) + " collate \"C\", false)"
                : "coalesce(jsonb_typeof(" + value + ") = 'number' and " + value + " " + sign + " "
                        + parameter(new JsonArray().add(compared.value()).encode()) + "::jsonb -> 0, false)";
    }

    private String joined(List<Selector> parts, String word, String none) {
        return parts.isEmpty() ? none : parts.stream().map(this::condition).collect(Collectors.joining(word, "(", ")"));
    }

    /** The value at the end of a path; null when there is none. Unlike #>, -> with a text looks into objects only. */
    private String value(Path path) {
        return path.keys().stream()
                .map(this::parameter)
                .collect(Collectors.joining(" -> ", "(document.fields -> ", ")"));
    }

    /** The columns that the listing is sorted by, the id last. */
    private List<Column> columns() {
        var columns = new ArrayList<Column>();
        for (SortKey key : listing.order()) {
            var path = key.path();
            if (path == null) {
                columns.add(new Column("document.last_update", "timestamptz", key.descending()));
            } else {
                var value = value(path);
                columns.add(new Column(rank(value), "int", key.descending()));
                columns.add(new Column(number(value), "numeric", key.descending()));
                columns.add(new Column(text(value), "text", key.descending()));
            }
        }
        columns.add(new Column("document.id", "text", false));
        return columns;
    }

    private static String rank(String value) {
        return "(case jsonb_typeof(" + value + ") when 'null' then 1 when 'boolean' then 2 when 'number' then 3"
                + " when 'string' then 4 when 'array' then 5 when 'object' then 5 else 0 end)";
    }

    private static String number(String value) {
        return "(case jsonb_typeof(" + value + ") when 'number' then " + value + "::numeric when 'boolean' then "
                + value + "::boolean::int::numeric else 0 end)";
    }

    private static String text(String value) {
        return "(case jsonb_typeof(" + value + ") when 'string' then " + value + " #>> '{}' else '' end) collate \"C\"";
    }

    /** Greater in the first column in which the two differ, where greater means what the order of the column says. */
    private String after(List<Column> columns, SortPlace place) {
        var values = new ArrayList<>(place.values());
        values.add(place.id());
        var condition = "false";
        for (int i = columns.size() - 1; i >= 0; i--) {
            var column = columns.get(i);
            var value = parameter(values.get(i)) + "::" + column.type();
            var further = column.expression() + (column.descending() ? " < " : " > ") + value;
            condition = "(" + further + " or (" + column.expression() + " = " + value + " and " + condition + "))";
        }
        return condition;
    }

    private String parameter(String text) {
        parameters.addString(text);
        return "$" + parameters.size() + "::text";
    }

    record Statement(String sql, Tuple parameters) {}

    private record Column(String expression, String type, boolean descending) {
        /** Its value as a text that its type reads again; a time in ISO 8601. */
        String key() {
            return type.equals("timestamptz") ? "to_jsonb(" + expression + ") #>> '{}'" : "(" + expression + ")::text";
        }

        String order() {
            return expression + (descending ? " desc" : "");
        }
    }
}
