package io.lockstep.bench.writes;

import io.lockstep.bench.Stage;
import io.lockstep.bench.Statements;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * The same without a server, and a transaction for each write: the statements that the server's batch runs for one write,
 * prepared, over as many connections as the server has, by the same client of PostgreSQL. What need not wait for an answer
 * is sent at once, begin and commit too, so a write is two round trips. It decides nothing but what must be stored.
 */
final class BareWriter implements WriteDriver {
    /** As many as the server's pool has. */
    private static final int CONNECTIONS = 8;

    private static final String LOCK_SPACES = Statements.of("lockSpaces");
    private static final String READ_MEMBERS = Statements.of("readMembers");
    private static final String READ_DOCUMENTS = Statements.of("readDocuments");
    private static final String ADVANCE_SPACES = Statements.of("advanceSpaces");
    private static final String STORE_DOCUMENTS = Statements.of("storeDocuments");
    private static final String APPEND_CHANGES = Statements.of("appendChanges");
    private static final String[] PRINCIPALS = {"user:" + Stage.USER};

    private final Context loop;
    private final Pool pool;

    BareWriter(Context loop, String uri) {
        this.loop = loop;
        this.pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                .connectingTo(PgConnectOptions.fromUri(uri).setCachePreparedStatements(true))
                .using(loop.owner())
                .build();
    }

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public Context loop() {
        return loop;
    }

    @Override
    public Future<Void> write(Slot slot, String title) {
        return pool.getConnection()
                .compose(connection -> inTransaction(connection, slot, title).eventually(connection::close));
    }

    private static Future<Void> inTransaction(SqlConnection connection, Slot slot, String title) {
        var space = new String[] {slot.space()};
        var document = new String[] {slot.document()};
        var begun = connection.query("begin").execute();
        var heads = execute(connection, LOCK_SPACES, Tuple.tuple().addArrayOfString(space));
        var members = execute(connection, READ_MEMBERS, arrays(space, PRINCIPALS));
        var documents = execute(connection, READ_DOCUMENTS, arrays(space, document));
        return Future.all(begun, heads, members, documents)
                .compose(read -> store(
                        connection,
                        Revision.of(only(heads.result()), only(members.result()), only(documents.result()), title)))
                .recover(failure ->
                        connection.query("rollback").execute().transform(rolledBack -> Future.failedFuture(failure)));
    }

    private static Future<Void> store(SqlConnection connection, Revision revision) {
        return Future.all(
                        execute(connection, ADVANCE_SPACES, rows(revision.head())),
                        execute(connection, STORE_DOCUMENTS, rows(revision.document())),
                        execute(connection, APPEND_CHANGES, rows(revision.change())),
                        connection.query("commit").execute())
                .mapEmpty();
    }

    private static Future<RowSet<Row>> execute(SqlConnection connection, String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters);
    }

    private static Tuple rows(JsonObject only) {
        return Tuple.of("[" + only.encode() + "]");
    }

    private static Tuple arrays(String[] one, String[] other) {
        return Tuple.tuple().addArrayOfString(one).addArrayOfString(other);
    }

    private static Row only(RowSet<Row> rows) {
        if (rows.size() != 1) {
            throw new IllegalStateException("one row was expected, not " + rows.size());
        }
        return rows.iterator().next();
    }
}
