package io.lockstep.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link StorageMap} of a Nextcloud whose database is a PostgreSQL; it only reads. Confined to one event loop. */
final class PgStorageMap implements StorageMap {
    private static final Logger LOG = LoggerFactory.getLogger(PgStorageMap.class);
    private static final long TIMEOUT_MILLIS = 2_000;
    private static final int MAX_CONNECTIONS = 4;
    private static final int MAX_WAITING = 1_000;

    private final Pool pool;
    private final String mounts;
    private final IngressMeters meters;
    private boolean isAway;

    PgStorageMap(Vertx vertx, DispatcherConfig.Storages config, IngressMeters meters) {
        this.pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(config.uri()).setCachePreparedStatements(true))
                .with(new PoolOptions().setMaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING))
                .build();
        this.mounts = load("mounts.sql").replace("{prefix}", config.tablePrefix());
        this.meters = meters;
    }

    @Override
    public Future<List<Mount>> mounts(long storage) {
        meters.mappingQuery();
        return pool.preparedQuery(mounts)
                .execute(Tuple.of(storage))
                .map(rows -> {
                    List<Mount> found = new ArrayList<>(rows.size());
                    rows.forEach(row -> found.add(new Mount(row.getString("user_id"), row.getString("path"))));
                    return found;
                })
                .timeout(TIMEOUT_MILLIS, MILLISECONDS)
                .onSuccess(found -> isAway = false)
                .recover(failure -> Future.failedFuture(away(failure)));
    }

    private ServiceException away(Throwable failure) {
        if (!isAway) {
            isAway = true;
            LOG.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .log("the database that knows who sees a storage does not answer: changes of storages are dropped");
        }
        return new ServiceException(FailureCode.UNAVAILABLE, "the database of storages does not answer: try again");
    }

    @Override
    public void close() {
        pool.close().onFailure(gone -> {});
    }

    private static String load(String name) {
        try (var file = Objects.requireNonNull(PgStorageMap.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
