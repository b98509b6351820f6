package io.lockstep.bench.storm;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The same without a server: its own statement for each client, by a pool that is as large as the server's. */
final class BareReader implements Reader {
    private final String subject;
    private final Pool pool;
    private final String sql;
    private final Function<String, Tuple> parameters;
    private final List<String> users;

    /** The parameters of the statement depend on the user. */
    BareReader(String subject, Pool pool, String sql, Function<String, Tuple> parameters, List<String> users) {
        this.subject = subject;
        this.pool = pool;
        this.sql = sql;
        this.parameters = parameters;
        this.users = List.copyOf(users);
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public Future<Void> read(int client, String etag) {
        var user = users.get(client % users.size());
        return pool.preparedQuery(sql)
                .execute(parameters.apply(user))
                .compose(rows -> StreamSupport.stream(rows.spliterator(), false).anyMatch(row -> has(row, etag))
                        ? Future.succeededFuture()
                        : Future.failedFuture("the row is older than the event"));
    }

    private static boolean has(Row row, String etag) {
        return Objects.equals(row.getString("etag"), etag) && row.getJsonObject("fields") != null;
    }
}
