package io.lockstep.metadata;

import io.lockstep.contract.Json;
import io.lockstep.contract.Role;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns rows into records; the columns are named in the SQL files. */
final class PgRows {
    private PgRows() {}

    static SpaceHead head(Row row) {
        return new SpaceHead(
                row.getString("space"),
                row.getLong("epoch"),
                row.getLong("head_seq"),
                row.getLong("floor"),
                row.getLong("head_access_version"),
                instant(row, "head_last_update"));
    }

    static Usage usage(Row row) {
        return new Usage(row.getLong("bytes"), row.getLong("quota_bytes"));
    }

    static Grants grants(Row row) {
        return new Grants(members(row.getJsonObject("grants")));
    }

    static Document document(Row row) {
        return new Document(
                row.getString("space"),
                row.getString("document"),
                row.getLong("revision"),
                row.getString("etag"),
                row.getJsonObject("fields"),
                row.getBoolean("readonly"),
                instant(row, "last_update"),
                row.getString("updated_by"));
    }

    static Listing.Item listed(Row row) {
        var keys = List.of(row.getArrayOfStrings("keys"));
        return new Listing.Item(document(row), new SortPlace(keys, row.getString("document")));
    }

    static StoredDocument storedDocument(Row row) {
        return new StoredDocument(
                new DocumentKey(row.getString("space"), row.getString("document")),
                row.getLong("revision"),
                row.getString("etag"),
                Fields.of(row.getJsonObject("fields")),
                fences(row.getJsonObject("fence")),
                row.getBoolean("readonly"),
                instant(row, "last_update"),
                row.getString("updated_by"),
                row.getLong("last_seq"),
                row.getBoolean("deleted"),
                row.getString("source_etag"));
    }

    static Event.Changed change(SpaceHead head, Row row) {
        var verb = Verb.ofJson(row.getString("verb"));
        var patch = row.getJsonObject("patch");
        return new Event.Changed(
                head.space(),
                row.getLong("seq"),
                row.getString("document"),
                row.getLong("revision"),
                row.getString("etag"),
                verb,
                patch,
                Ledger.isTruncated(verb, patch),
                row.getString("actor"),
                instant(row, "at"),
                head.cursor(row.getLong("seq")),
                row.getLong("access_version"),
                row.getBoolean("quiet") ? true : null,
                row.getJsonObject("before"),
                current(row));
    }

    private static Event.Changed.@Nullable Current current(Row row) {
        var fields = row.getJsonObject("fields");
        return fields == null
                ? null
                : new Event.Changed.Current(row.getLong("current_revision"), row.getString("current_etag"), fields);
    }

    static List<FieldDefinition> definitions(JsonArray json) {
        return json.stream()
                .map(definition -> Json.fromJson((JsonObject) definition, FieldDefinition.class))
                .toList();
    }

    static Map<String, Role> members(JsonObject json) {
        return json.stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Role.ofJson(String.valueOf(entry.getValue()))));
    }

    /** The items of a left join with one space: none when the column is null. */
    static <T> List<T> items(Iterable<Row> rows, String column, Function<Row, T> item) {
        var items = new ArrayList<T>();
        for (var row : rows) {
            if (row.getValue(column) != null) {
                items.add(item.apply(row));
            }
        }
        return items;
    }

    private static Fences fences(JsonObject json) {
        return new Fences(json.stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> ((Number) entry.getValue()).longValue())));
    }

    private static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.get(OffsetDateTime.class, column), column)
                .toInstant();
    }
}
