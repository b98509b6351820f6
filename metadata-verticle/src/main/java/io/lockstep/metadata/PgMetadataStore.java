package io.lockstep.metadata;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;

/** The store in PostgreSQL: one pool, three rooms. Opening it connects to nothing yet. */
final class PgMetadataStore implements MetadataStore {
    private static final int CONNECT_SECONDS = 3;

    /** A connection that PostgreSQL says nothing on for so long is cut: nothing else finds a link that silently broke. */
    private static final int SILENCE_SECONDS = 30;

    private final Database database;
    private final DocumentStore documents;
    private final SpaceStore spaces;
    private final AccountStore accounts;

    private PgMetadataStore(Database database) {
        this.database = database;
        this.documents = new PgDocumentStore(database);
        this.spaces = new PgSpaceStore(database);
        this.accounts = new PgAccountStore(database);
    }

    static PgMetadataStore open(Vertx vertx, MetadataConfig config) {
        var timeout = String.valueOf(config.statementTimeout().toMillis());
        var connect = PgConnectOptions.fromUri(config.postgresUri())
                .setCachePreparedStatements(true)
                .addProperty("application_name", "lockstep-metadata")
                .addProperty("statement_timeout", timeout)
                .addProperty("idle_in_transaction_session_timeout", timeout);
        var options = new PoolOptions()
                .setMaxSize(config.poolSize())
                .setMaxWaitQueueSize(config.poolMaxWaiting())
                .setConnectionTimeout(CONNECT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        var net = new NetClientOptions()
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS))
                .setReadIdleTimeout(SILENCE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setTcpNoDelay(true);
        var pool = PgBuilder.pool()
                .with(options)
                .with(net)
                .connectingTo(connect)
                .using(vertx)
                .build();
        return new PgMetadataStore(new Database(pool, config.poolSize()));
    }

    @Override
    public DocumentStore documents() {
        return documents;
    }

    @Override
    public SpaceStore spaces() {
        return spaces;
    }

    @Override
    public AccountStore accounts() {
        return accounts;
    }

    @Override
    public Future<Void> close() {
        return database.close();
    }
}
