package io.lockstep.metadata;

import io.lockstep.contract.Json;
import io.lockstep.contract.Role;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One batch inside one transaction: four statements read under lock, four or five write, whatever their number. Those
 * are sent without waiting for one another; PostgreSQL runs them in their order, so what is read after the spaces are
 * locked cannot change any more.
 */
final class PgBatch {
    private static final String LOCK_SPACES = Sql.of("lockSpaces");
    private static final String READ_MEMBERS = Sql.of("readMembers");
    private static final String READ_DOCUMENTS = Sql.of("readDocuments");
    private static final String READ_OPERATIONS = Sql.of("readOperations");
    private static final String ADVANCE_SPACES = Sql.of("advanceSpaces");
    private static final String STORE_DOCUMENTS = Sql.of("storeDocuments");
    private static final String FORGET_ATTACHMENTS = Sql.of("forgetAttachments");
    private static final String APPEND_CHANGES = Sql.of("appendChanges");
    private static final String KEEP_OPERATIONS = Sql.of("keepOperations");

    /** Far below the 256 MB of one jsonb, which can be many times as large as its text, and soon done. */
    private static final int MAX_TEXT_LENGTH = 4 << 20;

    private final SqlConnection connection;

    PgBatch(SqlConnection connection) {
        this.connection = connection;
    }

    /** Locks the spaces that the batch writes to, and reads what stands. */
    Future<Standing> lock(List<Write> batch) {
        var heads = lockSpaces(distinct(batch, write -> Stream.of(write.space())));
        var grants = readMembers(distinct(batch, PgBatch::principals));
        var documents = readDocuments(distinct(batch, write -> Stream.of(write.key())));
        var operations = readOperations(distinct(batch, write -> write.operationKey().stream()));
        return Future.all(heads, grants, documents, operations)
                .map(read -> new Standing(
                        heads.result().heads(),
                        grants.result(),
                        documents.result(),
                        operations.result(),
                        heads.result().definitions(),
                        heads.result().usage()));
    }

    Future<Void> store(Decisions decisions) {
        var statements = new ArrayList<Future<?>>();
        statements.add(advanceSpaces(decisions.heads(), decisions.usage()));
        statements.add(storeDocuments(decisions.documents()));
        statements.add(forgetAttachments(decisions.documents()));
        statements.add(appendChanges(decisions.changes()));
        statements.add(keepOperations(decisions.operations()));
        return Future.all(statements).mapEmpty();
    }

    private Future<Spaces> lockSpaces(Set<String> spaces) {
        return execute(LOCK_SPACES, Tuple.tuple().addArrayOfString(spaces.toArray(String[]::new)))
                .map(rows -> {
                    var heads = new HashMap<String, SpaceHead>();
                    var definitions = new HashMap<String, List<FieldDefinition>>();
                    var usage = new HashMap<String, Usage>();
                    rows.forEach(row -> {
                        var space = row.getString("space");
                        heads.put(space, PgRows.head(row));
                        definitions.put(space, PgRows.definitions(row.getJsonArray("fields")));
                        usage.put(space, PgRows.usage(row));
                    });
                    return new Spaces(heads, definitions, usage);
                });
    }

    private Future<Map<String, Grants>> readMembers(Set<Principal> principals) {
        return execute(READ_MEMBERS, pairs(principals, Principal::space, Principal::name))
                .map(rows -> {
                    var members = new HashMap<String, Map<String, Role>>();
                    rows.forEach(row -> members.computeIfAbsent(row.getString("space"), space -> new HashMap<>())
                            .put(row.getString("principal"), Role.ofJson(row.getString("role"))));
                    var grants = new HashMap<String, Grants>();
                    members.forEach((space, roles) -> grants.put(space, new Grants(roles)));
                    return grants;
                });
    }

    private Future<Map<DocumentKey, StoredDocument>> readDocuments(Set<DocumentKey> keys) {
        return execute(READ_DOCUMENTS, pairs(keys, DocumentKey::space, DocumentKey::document))
                .map(rows -> stream(rows)
                        .map(PgRows::storedDocument)
                        .collect(Collectors.toMap(StoredDocument::key, document -> document)));
    }

    private Future<Map<OperationKey, Written>> readOperations(Set<OperationKey> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return execute(READ_OPERATIONS, pairs(keys, OperationKey::space, OperationKey::operation))
                .map(rows -> stream(rows)
                        .collect(Collectors.toMap(
                                row -> new OperationKey(row.getString("space"), row.getString("operation")),
                                row -> Json.fromJson(row.getJsonObject("answer"), Written.class))));
    }

    private Future<?> advanceSpaces(List<SpaceHead> heads, Map<String, Usage> usage) {
        return executeForEach(
                ADVANCE_SPACES,
                heads.stream()
                        .map(head -> new JsonObject()
                                .put("space", head.space())
                                .put("seq", head.seq())
                                .put("last_update", head.lastUpdate())
                                .put(
                                        "bytes",
                                        Objects.requireNonNull(usage.get(head.space()))
                                                .usedBytes())));
    }

    private Future<?> storeDocuments(List<StoredDocument> documents) {
        return executeForEach(
                STORE_DOCUMENTS,
                documents.stream()
                        .map(document -> new JsonObject()
                                .put("space", document.key().space())
                                .put("document", document.key().document())
                                .put("revision", document.revision())
                                .put("etag", document.etag())
                                .put("fields", document.fields().toJson())
                                .put(
                                        "fence",
                                        new JsonObject(
                                                new HashMap<>(document.fences().byField())))
                                .put("readonly", document.readonly())
                                .put("last_update", document.updatedAt())
                                .put("updated_by", document.updatedBy())
                                .put("last_seq", document.lastSeq())
                                .put("deleted", document.deleted())
                                .put("source_etag", document.sourceEtag())));
    }

    /** Those of deleted documents, after the spaces' bytes were stored. */
    private Future<?> forgetAttachments(List<StoredDocument> documents) {
        var deleted = documents.stream()
                .filter(StoredDocument::deleted)
                .map(StoredDocument::key)
                .toList();
        return deleted.isEmpty()
                ? Future.succeededFuture()
                : execute(FORGET_ATTACHMENTS, pairs(deleted, DocumentKey::space, DocumentKey::document));
    }

    private Future<?> appendChanges(List<Event.Changed> changes) {
        return executeForEach(
                APPEND_CHANGES,
                changes.stream()
                        .map(change -> new JsonObject()
                                .put("space", change.space())
                                .put("seq", change.seq())
                                .put("document", change.document())
                                .put("revision", change.revision())
                                .put("verb", change.verb().json())
                                .put("patch", change.patch())
                                .put("etag", change.etag())
                                .put("actor", change.actor())
                                .put("at", change.at())
                                .put("access_version", change.accessVersion())
                                .put("quiet", change.isQuiet())
                                .put("before", change.before())));
    }

    private Future<?> keepOperations(Map<OperationKey, Written> operations) {
        return executeForEach(
                KEEP_OPERATIONS,
                operations.entrySet().stream()
                        .map(operation -> new JsonObject()
                                .put("space", operation.getKey().space())
                                .put("operation", operation.getKey().operation())
                                .put("answer", Json.toJson(operation.getValue()))));
    }

    /** Runs a statement over rows that it gets as one JSON array; in several turns when they are very large. */
    private Future<?> executeForEach(String sql, Stream<JsonObject> rows) {
        var turns = new ArrayList<Future<?>>();
        var text = new StringBuilder();
        rows.map(JsonObject::encode).forEach(row -> {
            if (text.length() > 0 && text.length() + row.length() > MAX_TEXT_LENGTH) {
                turns.add(execute(sql, Tuple.of("[" + text + "]")));
                text.setLength(0);
            }
            text.append(text.length() == 0 ? "" : ",").append(row);
        });
        if (text.length() > 0) {
            turns.add(execute(sql, Tuple.of("[" + text + "]")));
        }
        return Future.all(turns);
    }

    private Future<RowSet<Row>> execute(String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters);
    }

    private static Stream<Principal> principals(Write write) {
        return write.actor().principals().stream().map(name -> new Principal(write.space(), name));
    }

    /** In the order of the batch. */
    private static <T> Set<T> distinct(List<Write> batch, Function<Write, Stream<T>> keys) {
        return batch.stream().flatMap(keys).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Two arrays that belong together item by item. */
    private static <T> Tuple pairs(Collection<T> items, Function<T, String> one, Function<T, String> other) {
        return Tuple.tuple()
                .addArrayOfString(items.stream().map(one).toArray(String[]::new))
                .addArrayOfString(items.stream().map(other).toArray(String[]::new));
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private record Principal(String space, String name) {}

    private record Spaces(
            Map<String, SpaceHead> heads, Map<String, List<FieldDefinition>> definitions, Map<String, Usage> usage) {}
}
