package io.lockstep.metadata;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/**
 * Forgets what feeds no longer keep: changes older than the retention, and the answers to named writes as old as that.
 *
 * <p>Works in small transactions, so that writers wait for none of them for long; any number of nodes may run it, and one
 * at a time gets anything to do. A space's times never go back, so what is old is the beginning of its feed, and the
 * floor rises with it. The rows of deleted documents stay: they refuse writes with the fence of a lock that has passed
 * on, and such a write may come however late.
 */
final class Retention {
    private static final String FORGET_CHANGES = Sql.of("forgetChanges");
    private static final String FORGET_OPERATIONS = Sql.of("forgetOperations");
    private static final int CHANGES_OF_A_SPACE = 500;
    private static final int SPACES = 20;
    private static final int OPERATIONS = 5000;

    private final Database database;
    private final Clock clock;
    private final Duration feedRetention;

    Retention(Database database, Clock clock, Duration feedRetention) {
        this.database = database;
        this.clock = clock;
        this.feedRetention = feedRetention;
    }

    /** Forgets all that is due; gives the number of changes and answers that were forgotten. */
    Future<Long> run() {
        var before = clock.instant().minus(feedRetention).atOffset(ZoneOffset.UTC);
        return untilNone(() -> forgetChanges(before), 0)
                .compose(changes -> untilNone(() -> forgetOperations(before), changes));
    }

    private Future<Long> forgetChanges(OffsetDateTime before) {
        var parameters = Tuple.tuple()
                .addOffsetDateTime(before)
                .addInteger(CHANGES_OF_A_SPACE)
                .addInteger(SPACES);
        return count(FORGET_CHANGES, parameters);
    }

    private Future<Long> forgetOperations(OffsetDateTime before) {
        return count(FORGET_OPERATIONS, Tuple.tuple().addOffsetDateTime(before).addInteger(OPERATIONS));
    }

    private Future<Long> count(String sql, Tuple parameters) {
        return database.query(sql, parameters)
                .map(rows -> rows.iterator().next().getLong("forgotten"));
    }

    private static Future<Long> untilNone(Supplier<Future<Long>> turn, long soFar) {
        return turn.get().compose(count -> count == 0 ? Future.succeededFuture(soFar) : untilNone(turn, soFar + count));
    }
}
