package io.lockstep.metadata;

import io.lockstep.contract.ServiceException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells the failures of PostgreSQL and of the way to it apart. */
final class PgFailures {
    /** Serialization failure, deadlock, and a key that somebody else inserted meanwhile. */
    private static final Set<String> COLLISIONS = Set.of("40001", "40P01", "23505");

    /** Too slow: the statement, or a lock that it waited for, was given up. */
    private static final Set<String> TOO_SLOW = Set.of("57014", "55P03");

    private PgFailures() {}

    /** Whether a repetition may well succeed, because another transaction was in the way. */
    static boolean isCollision(Throwable failure) {
        return COLLISIONS.contains(sqlState(failure));
    }

    /**
     * Whether a repetition may well succeed, because only this connection was lost: an open one that PostgreSQL or the
     * network had ended unnoticed.
     */
    static boolean isLost(Throwable failure) {
        return sqlState(failure).equals("57P01")
                || failure instanceof ClosedConnectionException
                || (failure instanceof IOException && !(failure instanceof ConnectException))
                || (failure instanceof VertxException
                        && String.valueOf(failure.getMessage()).startsWith("Connection is not active"));
    }

    /**
     * Whether PostgreSQL is away: the connection is refused or lost, or it starts, stops, is full, or only reads (a
     * standby).
     */
    static boolean isAway(Throwable failure) {
        if (failure instanceof PgException) {
            var state = sqlState(failure);
            return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P") || state.equals("25006");
        }
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || (failure instanceof VertxException && !isPoolBusy(failure));
    }

    /** What callers are told: UNAVAILABLE for what may pass, and a fault of ours as it is. */
    static Throwable explained(Throwable failure, String consequence) {
        if (failure instanceof ServiceException) {
            return failure;
        }
        if (isPoolBusy(failure) || isCollision(failure) || TOO_SLOW.contains(sqlState(failure))) {
            return Refusals.unavailable("the database is too busy, " + consequence);
        }
        return isAway(failure) ? Refusals.unavailable("the database is away, " + consequence) : failure;
    }

    /** The pool's queue is full, or a place in it brought no connection in time; the client has no type for the latter. */
    private static boolean isPoolBusy(Throwable failure) {
        return failure instanceof ConnectionPoolTooBusyException
                || String.valueOf(failure.getMessage()).startsWith("Timeout");
    }

    private static String sqlState(@Nullable Throwable failure) {
        return failure instanceof PgException known && known.getSqlState() != null ? known.getSqlState() : "";
    }
}
