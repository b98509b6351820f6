package io.lockstep.metadata;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door to PostgreSQL: runs statements and transactions, and turns every failure into one that callers understand.
 *
 * <p>Lost connections are replaced by the pool; requests that come while PostgreSQL is away fail with UNAVAILABLE, and
 * the first one after it is back succeeds. For one thread: the event loop of its verticle.
 */
final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final int MAX_REPEATS = 5;
    private static final long PAUSE_MILLIS = 10;

    private final Vertx vertx;
    private final Pool pool;
    private final Duration patience;
    private boolean isAway;

    /** @param patience after which nothing is repeated any more */
    Database(Vertx vertx, Pool pool, Duration patience) {
        this.vertx = vertx;
        this.pool = pool;
        this.patience = patience;
    }

    /** Runs one statement, which is a transaction of its own and may be repeated when its connection was lost. */
    Future<RowSet<Row>> query(String sql, Tuple parameters) {
        return noticed(repeated(() -> pool.preparedQuery(sql).execute(parameters)), "try again");
    }

    /**
     * Runs the work in one transaction: commits when its Future succeeds, rolls back when it fails. The work is repeated
     * when it collided with another transaction, or when its connection was lost before the commit.
     */
    <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
        return noticed(
                repeated(() -> pool.getConnection()
                        .compose(connection -> run(connection, work).eventually(connection::close))),
                "nothing was changed: try again");
    }

    Future<Void> close() {
        return pool.close();
    }

    private <T> Future<T> repeated(Supplier<Future<T>> attempt) {
        return repeated(attempt, 1, System.nanoTime() + patience.toNanos());
    }

    /** Repeats after a moment, in which the pool drops the connections that were lost. */
    private <T> Future<T> repeated(Supplier<Future<T>> attempt, int repeat, long untilNanos) {
        return attempt.get().recover(failure -> {
            boolean mayPass = PgFailures.isCollision(failure) || PgFailures.isLost(failure);
            return mayPass && repeat <= MAX_REPEATS && System.nanoTime() - untilNanos < 0
                    ? vertx.timer(PAUSE_MILLIS * repeat).compose(paused -> repeated(attempt, repeat + 1, untilNanos))
                    : Future.failedFuture(failure);
        });
    }

    private static <T> Future<T> run(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        return connection
                .begin()
                .compose(transaction -> Future.succeededFuture(connection)
                        .compose(work)
                        .recover(failure -> rollBack(transaction, failure))
                        .compose(result -> commit(transaction).map(result)));
    }

    private static <T> Future<T> rollBack(Transaction transaction, Throwable failure) {
        return transaction.rollback().transform(ended -> Future.failedFuture(failure));
    }

    /** PostgreSQL may have committed when the connection breaks before its answer. */
    private static Future<Void> commit(Transaction transaction) {
        return transaction
                .commit()
                .recover(failure -> Future.failedFuture(
                        PgFailures.isAway(failure)
                                ? Refusals.unavailable("the connection to the database broke during the commit: "
                                        + "whether the write took effect is unknown")
                                : failure));
    }

    private <T> Future<T> noticed(Future<T> result, String consequence) {
        return result.onSuccess(done -> notice(false, "")).recover(failure -> {
            if (PgFailures.isAway(failure)) {
                notice(true, String.valueOf(failure.getMessage()));
            }
            return Future.failedFuture(PgFailures.explained(failure, consequence));
        });
    }

    private void notice(boolean nowAway, String reason) {
        if (nowAway && !isAway) {
            LOG.atWarn().addKeyValue("reason", reason).log("the database is away");
        }
        if (!nowAway && isAway) {
            LOG.info("the database is back");
        }
        isAway = nowAway;
    }
}
