package io.lockstep.bench;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a PostgreSQL says of itself and holds. For the thread of a main. */
public final class PgProbe {
    private final Pool pool;

    public PgProbe(Vertx vertx, String uri) {
        this.pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(PgConnectOptions.fromUri(uri))
                .using(vertx)
                .build();
    }

    public String version() throws TimeoutException {
        return "PostgreSQL " + setting("server_version");
    }

    public String setting(String name) throws TimeoutException {
        return only("select current_setting('" + name + "')").getString(0);
    }

    /** How many transactions that write have begun since ever: each takes the next id. */
    public long transactions() throws TimeoutException {
        return only("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
                .getLong(0);
    }

    /** How long the log is that makes writes durable. */
    public long walBytes() throws TimeoutException {
        return only("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint")
                .getLong(0);
    }

    /** Begins to count statements at 0; only with a {@link Stage#counting} server. */
    public void countAnew() throws TimeoutException {
        query("create extension if not exists pg_stat_statements", Tuple.tuple());
        query("select pg_stat_statements_reset()", Tuple.tuple());
    }

    /** How often each ran since then, but for those of probes, by the name that the server has for it. */
    public Map<String, Long> statements() throws TimeoutException {
        var counts = new TreeMap<String, Long>();
        query("select query, calls from pg_stat_statements where query not like '%pg_stat_statements%'", Tuple.tuple())
                .forEach(row -> counts.merge(Statements.nameOf(row.getString(0)), row.getLong(1), Long::sum));
        return counts;
    }

    @CanIgnoreReturnValue
    public RowSet<Row> query(String sql, Tuple parameters) throws TimeoutException {
        return pool.preparedQuery(sql).execute(parameters).await(60, TimeUnit.SECONDS);
    }

    /** Runs what cannot be prepared. */
    @CanIgnoreReturnValue
    public RowSet<Row> command(String sql) throws TimeoutException {
        return pool.query(sql).execute().await(60, TimeUnit.SECONDS);
    }

    private Row only(String sql) throws TimeoutException {
        return query(sql, Tuple.tuple()).iterator().next();
    }
}
