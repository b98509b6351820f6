package io.lockstep.lock;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One long-lived, pipelined connection to Redis that heals itself: the client's pool has few places to wait in, and a
 * connection held from it never comes back.
 *
 * <p>While there is no connection every command fails at once with UNAVAILABLE; nothing queues. A command without an
 * answer in time, a failed heartbeat or a closed socket ends the connection, and with it all commands on their way (their
 * outcome is unknown); then it is tried again for ever, with full jitter. Every new connection and every heartbeat proves
 * that this Redis takes writes, so that a former primary that became a replica is left.
 *
 * <p>Confined to the event loop on which it was opened.
 */
final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private static final long HEARTBEAT_MILLIS = 2_000;
    private static final long MIN_BACKOFF_MILLIS = 50;
    private static final long MAX_BACKOFF_MILLIS = 2_000;
    // A check of thousands of spaces is as many commands at once.
    private static final int MAX_UNANSWERED = 16_384;

    /** Redis says no because of the state it is in, not because of what it was asked; inside a script the word follows a dash. */
    private static final Pattern REDIS_IN_TROUBLE = Pattern.compile(
            "(^|-)(LOADING|READONLY|OOM|MASTERDOWN|BUSY|CLUSTERDOWN|TRYAGAIN|MISCONF|NOREPLICAS|NOAUTH|NOPERM)\\b");

    private final Vertx vertx;
    private final LockConfig config;
    private final Promise<Void> opened = Promise.promise();

    private @Nullable Line line;
    private boolean isClosed;
    private boolean isAway;
    private int failedAttempts;
    private String lastFailure = "no answer";
    private long clockAheadMillis;
    private long heartbeat = -1;

    RedisLink(Vertx vertx, LockConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** Completes with the first connection; gives up, and fails with UNAVAILABLE, after the start timeout. */
    Future<Void> open() {
        heartbeat = vertx.setPeriodic(HEARTBEAT_MILLIS, timer -> beat());
        connect();
        return opened.future()
                .timeout(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .recover(late -> close().compose(closed -> Future.failedFuture(new ServiceException(
                        FailureCode.UNAVAILABLE,
                        "Redis does not answer (" + lastFailure
                                + "): check that it runs and that the Redis URI is right"))));
    }

    Future<Void> close() {
        isClosed = true;
        vertx.cancelTimer(heartbeat);
        var last = line;
        line = null;
        return last == null ? Future.succeededFuture() : last.client().close();
    }

    /** Fails with UNAVAILABLE: at once when Redis is away, or, outcome unknown, when it goes away before it answers. */
    Future<Response> send(Request request) {
        var current = line;
        if (current == null) {
            return Future.failedFuture(
                    new ServiceException(FailureCode.UNAVAILABLE, "Redis is away: try again in a moment"));
        }
        return current.connection()
                .send(request)
                .timeout(config.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(explain(current, failure)));
    }

    /** As {@link #send}. Redis learns the script when it does not know it: first use, restart, SCRIPT FLUSH, failover. */
    Future<Response> run(Script script, List<String> keys, List<String> arguments) {
        return send(script.bySha(keys, arguments))
                .recover(failure -> failure instanceof ErrorType error && error.is("NOSCRIPT")
                        ? send(script.bySource(keys, arguments))
                        : Future.failedFuture(failure));
    }

    /** Redis's clock, in ms since 1970, within about a round trip. */
    long redisTimeMillis() {
        return localMillis() + clockAheadMillis;
    }

    private Throwable explain(Line current, Throwable failure) {
        if (failure instanceof ErrorType error && !error.is("CONNECTION_CLOSED")) {
            return REDIS_IN_TROUBLE.matcher(error.toString()).find()
                    ? new ServiceException(FailureCode.UNAVAILABLE, "Redis refuses for now: " + error)
                    : error;
        }
        lose(current, reason(failure));
        return new ServiceException(
                FailureCode.UNAVAILABLE, "Redis did not answer: outcome unknown, ask again before relying on it");
    }

    private void connect() {
        if (isClosed) {
            return;
        }
        // A client of its own for each connection: to close it is the only way to be rid of a half-open connection.
        var client = Redis.createClient(vertx, options());
        client.connect()
                .compose(connection -> prove(connection).map(proved -> new Line(client, connection)))
                .timeout(config.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(this::use)
                .onFailure(failure -> client.close().onComplete(closed -> retry(reason(failure))));
    }

    private void use(Line proved) {
        if (isClosed) {
            discard(proved.client());
            return;
        }
        proved.connection().endHandler(end -> lose(proved, "the connection was closed"));
        proved.connection().exceptionHandler(failure -> lose(proved, reason(failure)));
        line = proved;
        failedAttempts = 0;
        if (isAway) {
            isAway = false;
            LOG.atInfo().addKeyValue("redis", config.redisAddress()).log("Redis is back");
        }
        opened.tryComplete();
    }

    private void beat() {
        var current = line;
        if (current != null) {
            prove(current.connection())
                    .timeout(config.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(failure -> lose(current, reason(failure)));
        }
    }

    /** A write without effect, which a replica or a Redis that cannot save refuses; and a look at its clock. */
    private Future<Void> prove(RedisConnection connection) {
        var written = connection.send(Request.cmd(Command.ZREM).arg(Hints.KEY).arg(""));
        var time = connection.send(Request.cmd(Command.TIME));
        return written.compose(accepted -> time).onSuccess(this::readClock).mapEmpty();
    }

    private void readClock(Response time) {
        var redisMillis = time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000;
        clockAheadMillis = redisMillis - localMillis();
    }

    private void lose(Line lost, String reason) {
        if (lost.equals(line)) {
            line = null;
            discard(lost.client());
            retry(reason);
        }
    }

    private void retry(String reason) {
        if (isClosed) {
            return;
        }
        lastFailure = reason;
        if (!isAway) {
            isAway = true;
            LOG.atWarn()
                    .addKeyValue("redis", config.redisAddress())
                    .addKeyValue("reason", reason)
                    .log("Redis is away: locks are refused until it is back");
        }
        vertx.setTimer(backoffMillis(failedAttempts++), timer -> connect());
    }

    private static long backoffMillis(int failedAttempts) {
        var cap = Math.min(MAX_BACKOFF_MILLIS, MIN_BACKOFF_MILLIS << Math.min(failedAttempts, 10));
        return 1 + ThreadLocalRandom.current().nextLong(cap);
    }

    private RedisOptions options() {
        var transport = new NetClientOptions()
                .setConnectTimeout((int) config.commandTimeout().toMillis())
                .setTcpKeepAlive(true)
                .setHostnameVerificationAlgorithm("HTTPS");
        return new RedisOptions()
                .setConnectionString(config.redisUris().get(0))
                .setMaxWaitingHandlers(MAX_UNANSWERED)
                .setMaxPoolSize(1)
                .setNetClientOptions(transport);
    }

    private static void discard(Redis client) {
        client.close().onFailure(failure -> LOG.debug("closing a Redis connection failed", failure));
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /** Monotone, unlike the wall clock: only the distance to Redis's clock matters. */
    private static long localMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private record Line(Redis client, RedisConnection connection) {}
}
