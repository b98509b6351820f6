package io.lockstep.metadata;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The store in PostgreSQL: one pool, three rooms. Opening it connects to nothing yet. */
final class PgMetadataStore implements MetadataStore {
    private static final int CONNECT_SECONDS = 4;

    /** A statement answers within its timeout: a connection that is silent for longer has broken, or nobody needs it. */
    private static final int SILENT_TIMEOUTS = 2;

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
        long timeoutMillis = config.statementTimeout().toMillis();
        var timeout = String.valueOf(timeoutMillis);
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
                .setReadIdleTimeout((int) (SILENT_TIMEOUTS * timeoutMillis))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true);
        var pool = PgBuilder.pool()
                .with(options)
                .with(net)
                .connectingTo(connect)
                .using(vertx)
                .build();
        return new PgMetadataStore(new Database(vertx, pool, config.statementTimeout()));
    }

    /** Opens a connection, so that the first request need not wait for it; succeeds also when that fails. */
    Future<Void> warm() {
        return documents.listHeads(List.of()).<Void>mapEmpty().otherwiseEmpty();
    }

    AttachmentStore attachments() {
        return new PgAttachmentStore(database);
    }

    TriggerStore triggers() {
        return new PgTriggerStore(database);
    }

    /** What forgets the old changes of this store. */
    Retention retention(Clock clock, Duration feedRetention) {
        return new Retention(database, clock, feedRetention);
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
