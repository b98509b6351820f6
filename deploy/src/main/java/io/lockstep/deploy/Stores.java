package io.lockstep.deploy;

import io.lockstep.deploy.config.LockstepConfig;
import io.lockstep.deploy.config.NodeRole;
import io.lockstep.deploy.embedded.DataDir;
import io.lockstep.deploy.embedded.EmbeddedPostgresServer;
import io.lockstep.deploy.embedded.EmbeddedRedisServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL and the Redis of a start: those that the configuration names, or embedded ones. */
final class Stores {
    private final Vertx vertx;
    private final LockstepConfig config;
    private final Progress progress;
    private final Closing closing;
    private final DataDir dataDir;
    private @Nullable Future<String> postgres;
    private @Nullable Future<List<String>> redis;

    Stores(Vertx vertx, LockstepConfig config, Progress progress, Closing closing) {
        this.vertx = vertx;
        this.config = config;
        this.progress = progress;
        this.closing = closing;
        this.dataDir = new DataDir(config.dataDir());
    }

    /** Claims the data directory if an embedded server needs it. Blocks. */
    void lockData() {
        var embedsPostgres =
                config.runs(NodeRole.METADATA) && config.postgres().uri().isEmpty();
        var embedsRedis = config.needsRedis() && config.redis().uri().isEmpty();
        if (embedsPostgres || embedsRedis) {
            closeLater(Part.DATA_DIR, dataDir.lock());
        }
    }

    Future<String> postgres() {
        if (postgres == null) {
            postgres = config.postgres().uri().map(Future::succeededFuture).orElseGet(this::embeddedPostgres);
        }
        return postgres;
    }

    /**
     * Not at the same time as Redis: whatever is forked while a program is unpacked holds the file open for a moment, and a
     * file that is open for writing cannot be started ("Text file busy").
     */
    private Future<String> embeddedPostgres() {
        return (config.needsRedis() ? redis() : Future.succeededFuture())
                .compose(redisIsUp -> progress.step(
                        "PostgreSQL (embedded)",
                        () -> blocking(() -> {
                            var server = EmbeddedPostgresServer.start(dataDir);
                            closeLater(Part.POSTGRES, server);
                            return server.uri();
                        })));
    }

    /** Of sentinels or a cluster, the URIs of some. */
    Future<List<String>> redis() {
        if (redis == null) {
            var given = config.redis().uri();
            redis = given.isEmpty() ? embeddedRedis() : Future.succeededFuture(given);
        }
        return redis;
    }

    private Future<List<String>> embeddedRedis() {
        return progress.step(
                "Redis (embedded)",
                () -> blocking(() -> {
                    var server = EmbeddedRedisServer.start(dataDir);
                    closeLater(Part.REDIS, server);
                    return List.of(server.uri());
                }));
    }

    Optional<String> postgresUri() {
        return postgres == null ? Optional.empty() : Optional.of(postgres.result());
    }

    Optional<String> redisUri() {
        return redis == null ? Optional.empty() : Optional.of(String.join(",", redis.result()));
    }

    String jwtSecret() {
        return config.jwtSecret().orElseGet(dataDir::jwtSecret);
    }

    private void closeLater(Part part, AutoCloseable resource) {
        closing.add(part, () -> {
            // Vert.x, whose workers could do it, is closed before the lock is.
            if (part == Part.DATA_DIR) {
                return closeNow(resource);
            }
            return blocking(() -> {
                resource.close();
                return part;
            });
        });
    }

    private static Future<?> closeNow(AutoCloseable resource) {
        try {
            resource.close();
            return Future.succeededFuture();
        } catch (Exception failure) {
            return Future.failedFuture(failure);
        }
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }
}
