package io.lockstep.bench.notes;

import io.lockstep.bench.Stage;
import io.lockstep.bench.Statements;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The same without a server: its own statements over one connection, with the parameters that it would give them. */
final class BareSync {
    static final String SQL = Statements.of("syncDocuments");
    private static final String HEAD = Statements.page();
    private static final String[] PRINCIPALS = {"user:" + Stage.USER};

    private static final String[] NO_TEXTS = {};

    private final String space;
    private final Pool pool;

    BareSync(Context loop, String uri, String space) {
        this.space = space;
        this.pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(PgConnectOptions.fromUri(uri).setCachePreparedStatements(true))
                .using(loop.owner())
                .build();
    }

    Future<RowSet<Row>> since(Instant time) {
        return pool.preparedQuery(SQL).execute(parameters(time, null, null));
    }

    /** Gives the number of documents. */
    Future<Long> inChunks(int size) {
        return chunk(size, null, 0);
    }

    private Future<Long> chunk(int size, @Nullable Row last, long before) {
        return pool.preparedQuery(SQL)
                .execute(parameters(Instant.EPOCH, last, (long) size))
                .compose(rows -> {
                    var first = rows.iterator().next();
                    Row end = first;
                    for (var row : rows) {
                        end = row;
                    }
                    var read = before + rows.size() - 1;
                    return first.getLong("pending") == 0 ? Future.succeededFuture(read) : chunk(size, end, read);
                });
    }

    /** Where the feed stands, by which the server sees that nothing changed. */
    Future<RowSet<Row>> head() {
        return pool.preparedQuery(HEAD)
                .execute(Tuple.tuple()
                        .addString(space)
                        .addArrayOfString(PRINCIPALS)
                        .addLong(0L));
    }

    Tuple parameters(Instant since, @Nullable Row last, @Nullable Long limit) {
        return Tuple.tuple()
                .addString(space)
                .addArrayOfString(PRINCIPALS)
                .addOffsetDateTime(since.atOffset(ZoneOffset.UTC))
                .addValue(last == null ? null : last.get(OffsetDateTime.class, "last_update"))
                .addValue(last == null ? null : last.getString("document"))
                .addValue(limit)
                .addBoolean(true)
                .addArrayOfString(NO_TEXTS)
                .addArrayOfString(NO_TEXTS)
                .addValue(null);
    }
}
