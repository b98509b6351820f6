package io.lockstep.lock;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The way to Redis, be it one server, the primary that sentinels name, or a cluster: one long-lived connection per server,
 * which heals itself. While a server is away, what needs it fails at once with UNAVAILABLE; nothing queues.
 *
 * <p>Confined to the event loop on which it was opened.
 */
final class RedisLink {
    /** What a key that is written without effect starts with. */
    static final String PROOF = "lock:proof:";

    private final LockConfig config;
    private final RedisServers servers;

    RedisLink(Vertx vertx, LockConfig config) {
        this.config = config;
        this.servers =
                config.redisType() == RedisClientType.CLUSTER ? new RedisCluster(vertx, config) : one(vertx, config);
    }

    private static RedisNode one(Vertx vertx, LockConfig config) {
        return new RedisNode(
                vertx,
                String.join(",", config.redisAddresses()),
                config.commandTimeout(),
                new RedisClients(vertx, config)::primary,
                () -> Optional.of(PROOF));
    }

    /** Completes with the first connection; gives up, and fails with UNAVAILABLE, after the start timeout. */
    Future<Void> open() {
        return servers.open()
                .timeout(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .recover(late -> close().compose(closed -> Future.failedFuture(new ServiceException(
                        FailureCode.UNAVAILABLE,
                        "Redis does not answer (" + servers.trouble()
                                + "): check that it runs and that the Redis URI is right"))));
    }

    Future<Void> close() {
        return servers.close();
    }

    /** Fails with UNAVAILABLE: at once when Redis is away, or, outcome unknown, when it goes away before it answers. */
    Future<Response> send(Request request) {
        return servers.send(request);
    }

    /** As {@link #send}. Redis learns the script when it does not know it: first use, restart, SCRIPT FLUSH, failover. */
    Future<Response> run(Script script, List<String> keys, List<String> arguments) {
        return send(script.bySha(keys, arguments))
                .recover(failure -> failure instanceof ErrorType error && error.is("NOSCRIPT")
                        ? send(script.bySource(keys, arguments))
                        : Future.failedFuture(failure));
    }

    /** Redis's clock, in ms since 1970, within about a round trip; of a cluster, that of the server which is ahead. */
    long redisTimeMillis() {
        return servers.timeMillis();
    }
}
