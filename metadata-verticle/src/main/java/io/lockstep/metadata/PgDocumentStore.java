package io.lockstep.metadata;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentSync;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.SyncDocuments;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Documents and feeds in PostgreSQL; {@link PgBatch} does the writing. */
final class PgDocumentStore implements DocumentStore {
    private static final String READ_DOCUMENT = Sql.of("readDocument");
    private static final String SYNC_DOCUMENTS = Sql.of("syncDocuments");
    private static final String SETTLE_SPACE = Sql.of("settleSpace");
    private static final String LIST_CHANGES = Sql.of("listChanges");
    /** The index of the documents' changes is used only by a statement that always asks for one. */
    private static final String LIST_CHANGES_OF_DOCUMENT =
            Sql.with("listChanges", "of one document", "and change.document = $6");

    private static final String LIST_SOURCES = Sql.of("listSources");
    private static final String LIST_HEADS = Sql.of("listHeads");

    private final Database database;

    PgDocumentStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Decisions> commit(List<Write> batch, Function<Standing, Decisions> rules) {
        return database.transaction(connection -> {
            var transaction = new PgBatch(connection);
            return transaction
                    .lock(batch)
                    .map(rules)
                    .compose(decisions -> transaction.store(decisions).map(decisions));
        });
    }

    @Override
    public Future<Optional<Seen<Document>>> readDocument(
            Set<String> principals, DocumentKey key, @Nullable String unless) {
        var asked = asking(principals, key.space()).addString(key.document()).addString(unless);
        return database.query(READ_DOCUMENT, asked).map(rows -> seen(rows, PgRows::document));
    }

    @Override
    public Future<Optional<Seen<Sight<Listing.Item>>>> listDocuments(
            Set<String> principals, Listing listing, int limit) {
        var statement = ListingSql.of(principals, listing, limit);
        return database.query(statement.sql(), statement.parameters())
                .map(rows -> sight(rows, "document", (head, row) -> PgRows.listed(row)));
    }

    @Override
    public Future<Optional<Seen<DocumentSync>>> syncDocuments(Set<String> principals, SyncDocuments request) {
        var only = request.only();
        var texts = request.texts();
        var asked = asking(principals, request.space())
                .addValue(time(request.since()))
                .addValue(time(request.afterUpdatedAt()))
                .addValue(request.afterDocument())
                .addValue(request.limit() == null ? null : request.limit().longValue())
                .addBoolean(request.isNumbered())
                .addArrayOfString(texts.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .addArrayOfString(texts.stream().map(Map.Entry::getValue).toArray(String[]::new))
                .addValue(only == null ? null : only.toArray(String[]::new));
        return database.query(SYNC_DOCUMENTS, asked).map(rows -> seen(rows, first -> sync(first, rows)));
    }

    @Override
    public Future<Void> settleSpace(String space, Instant now) {
        var second = now.truncatedTo(ChronoUnit.SECONDS);
        return database.query(SETTLE_SPACE, Tuple.of(space, time(second))).mapEmpty();
    }

    @Override
    public Future<Optional<Seen<Sight<Event.Changed>>>> listChanges(
            Set<String> principals, String space, long since, int limit, @Nullable String document, boolean isWhole) {
        var asked = asking(principals, space).addLong(since).addInteger(limit).addBoolean(isWhole);
        var found = document == null
                ? database.query(LIST_CHANGES, asked)
                : database.query(LIST_CHANGES_OF_DOCUMENT, asked.addString(document));
        return found.map(rows -> sight(rows, "seq", PgRows::change));
    }

    @Override
    public Future<List<Sourced>> listSources(String space, @Nullable String after, @Nullable String upTo) {
        return database.query(LIST_SOURCES, Tuple.of(space, after, upTo))
                .map(rows -> PgRows.items(
                        rows,
                        "document",
                        row -> new Sourced(
                                row.getString("document"), row.getLong("revision"), row.getString("source_etag"))));
    }

    @Override
    public Future<Heads> listHeads(List<String> spaces) {
        return database.query(LIST_HEADS, Tuple.tuple().addArrayOfString(spaces.toArray(String[]::new)))
                .map(rows -> {
                    var heads = new ArrayList<Heads.Head>();
                    rows.forEach(row -> heads.add(new Heads.Head(
                            row.getString("space"),
                            row.getLong("epoch"),
                            row.getLong("head_seq"),
                            row.getLong("head_access_version"),
                            row.getLong("head_floor"))));
                    return new Heads(heads);
                });
    }

    /** The first parameters of every reading statement: the space, and for whom it is read. */
    static Tuple asking(Set<String> principals, String space) {
        return Tuple.tuple().addString(space).addArrayOfString(principals.toArray(String[]::new));
    }

    private static DocumentSync sync(Row first, RowSet<Row> rows) {
        var head = PgRows.head(first);
        return new DocumentSync(
                head.cursor(),
                head.lastUpdate(),
                false,
                PgRows.items(rows, "document", PgRows::document),
                first.getLong("pending"),
                List.of(first.getArrayOfStrings("others")));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static <T> Optional<Seen<Sight<T>>> sight(
            RowSet<Row> rows, String column, BiFunction<SpaceHead, Row, T> item) {
        return seen(rows, first -> {
            var head = PgRows.head(first);
            return new Sight<>(head, PgRows.items(rows, column, row -> item.apply(head, row)));
        });
    }

    /** What the rows say, with the grants that the first of them has; empty when there are none. */
    private static <T> Optional<Seen<T>> seen(RowSet<Row> rows, Function<Row, T> found) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        var first = rows.iterator().next();
        return Optional.of(new Seen<>(found.apply(first), PgRows.grants(first)));
    }
}
