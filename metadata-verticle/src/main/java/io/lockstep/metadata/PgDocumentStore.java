package io.lockstep.metadata;

import io.lockstep.contract.Actor;
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
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Documents and feeds in PostgreSQL; {@link PgBatch} does the writing. */
final class PgDocumentStore implements DocumentStore {
    private static final String READ_DOCUMENT = Sql.of("readDocument");
    private static final String SYNC_DOCUMENTS = Sql.of("syncDocuments");
    private static final String SETTLE_SPACE = Sql.of("settleSpace");
    private static final String LIST_CHANGES = Sql.of("listChanges");
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
    public Future<Optional<Document>> readDocument(Actor actor, DocumentKey key) {
        return database.query(READ_DOCUMENT, asking(actor, key.space()).addString(key.document()))
                .map(rows -> PgRows.items(rows, "document", PgRows::document).stream()
                        .findFirst());
    }

    @Override
    public Future<Optional<Sight<Listing.Item>>> listDocuments(Listing listing, int limit) {
        var statement = ListingSql.of(listing, limit);
        return database.query(statement.sql(), statement.parameters())
                .map(rows -> sight(rows, "document", (head, row) -> PgRows.listed(row)));
    }

    @Override
    public Future<Optional<DocumentSync>> syncDocuments(SyncDocuments request) {
        var only = request.only();
        var asked = asking(request.actor(), request.space())
                .addValue(time(request.since()))
                .addValue(time(request.afterUpdatedAt()))
                .addValue(request.afterDocument())
                .addValue(request.limit() == null ? null : request.limit().longValue())
                .addBoolean(request.isNumbered())
                .addValue(request.field())
                .addString(request.value())
                .addValue(only == null ? null : only.toArray(String[]::new));
        return database.query(SYNC_DOCUMENTS, asked)
                .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(sync(rows)));
    }

    @Override
    public Future<Void> settleSpace(String space, Instant now) {
        var second = now.truncatedTo(ChronoUnit.SECONDS);
        return database.query(SETTLE_SPACE, Tuple.of(space, time(second))).mapEmpty();
    }

    @Override
    public Future<Optional<Sight<Event.Changed>>> listChanges(Actor actor, String space, long since, int limit) {
        return database.query(LIST_CHANGES, asking(actor, space).addLong(since).addInteger(limit))
                .map(rows -> sight(rows, "seq", PgRows::change));
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
                            row.getLong("head_access_version"))));
                    return new Heads(heads);
                });
    }

    /** The first parameters of every statement that somebody asks for: the space, and who he is. */
    static Tuple asking(Actor actor, String space) {
        return Tuple.tuple()
                .addString(space)
                .addArrayOfString(actor.principals().toArray(String[]::new))
                .addBoolean(actor.isAdmin());
    }

    private static DocumentSync sync(RowSet<Row> rows) {
        var first = rows.iterator().next();
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

    private static <T> Optional<Sight<T>> sight(RowSet<Row> rows, String column, BiFunction<SpaceHead, Row, T> item) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        var head = PgRows.head(rows.iterator().next());
        return Optional.of(new Sight<>(head, PgRows.items(rows, column, row -> item.apply(head, row))));
    }
}
