package io.lockstep.lock;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One long-lived, pipelined connection to a Redis server that heals itself.
 *
 * <p>While there is no connection every command fails at once with UNAVAILABLE; only during the very first try it waits for
 * its end. A command without an answer in time, a failed heartbeat or a closed socket ends the connection, and with it all
 * commands on their way (their outcome is unknown); then it is tried again for ever, with full jitter. Every new connection
 * and every heartbeat proves that this Redis takes writes, so that a former primary that became a replica is left.
 *
 * <p>Confined to the event loop on which it was opened.
 */
final class RedisNode implements RedisServers {
    private static final Logger LOG = LoggerFactory.getLogger(RedisNode.class);

    private static final long HEARTBEAT_MILLIS = 2_000;
    private static final long MIN_BACKOFF_MILLIS = 50;
    private static final long MAX_BACKOFF_MILLIS = 2_000;

    /** Redis says no because of the state it is in, not because of what it was asked; inside a script the word follows a dash. */
    private static final Pattern REDIS_IN_TROUBLE = Pattern.compile(
            "(^|-)(LOADING|READONLY|OOM|MASTERDOWN|BUSY|CLUSTERDOWN|TRYAGAIN|MISCONF|NOREPLICAS|NOAUTH|NOPERM)\\b");

    private final Vertx vertx;
    private final String address;
    private final Duration commandTimeout;
    private final Supplier<Redis> clients;
    private final Supplier<Optional<String>> ownKey;
    private final Promise<Void> tried = Promise.promise();
    private final Promise<Void> opened = Promise.promise();

    private @Nullable Line line;
    private boolean isClosed;
    private boolean isAway;
    private int failedAttempts;
    private String trouble = "no answer";
    private long clockAheadMillis;
    private long heartbeat = -1;

    /**
     * @param address for logs
     * @param clients makes a client for each connection
     * @param ownKey a key that this server has to serve; empty when it serves none, as a cluster's node may for a while
     */
    RedisNode(
            Vertx vertx,
            String address,
            Duration commandTimeout,
            Supplier<Redis> clients,
            Supplier<Optional<String>> ownKey) {
        this.vertx = vertx;
        this.address = address;
        this.commandTimeout = commandTimeout;
        this.clients = clients;
        this.ownKey = ownKey;
    }

    @Override
    public Future<Void> open() {
        heartbeat = vertx.setPeriodic(HEARTBEAT_MILLIS, timer -> beat());
        connect();
        return opened.future();
    }

    @Override
    public Future<Void> close() {
        isClosed = true;
        vertx.cancelTimer(heartbeat);
        tried.tryComplete();
        var last = line;
        line = null;
        return last == null ? Future.succeededFuture() : last.client().close();
    }

    @Override
    public Future<Response> send(Request request) {
        var current = line;
        if (current != null) {
            return withinTimeLimit(current.connection().send(request))
                    .recover(failure -> Future.failedFuture(explain(current, failure)));
        }
        return tried.future().isComplete()
                ? Future.failedFuture(
                        new ServiceException(FailureCode.UNAVAILABLE, "Redis is away: try again in a moment"))
                : tried.future().compose(ended -> send(request));
    }

    @Override
    public long timeMillis() {
        return localMillis() + clockAheadMillis;
    }

    @Override
    public String trouble() {
        return trouble;
    }

    boolean isUp() {
        return line != null;
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
        var client = clients.get();
        withinTimeLimit(client.connect()
                        .compose(connection -> prove(connection).map(proved -> new Line(client, connection))))
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
            LOG.atInfo().addKeyValue("redis", address).log("Redis is back");
        }
        tried.tryComplete();
        opened.tryComplete();
    }

    private void beat() {
        var current = line;
        if (current != null) {
            withinTimeLimit(prove(current.connection())).onFailure(failure -> {
                // A cluster moved the key: this server is well, and whoever knows the cluster will see to it.
                if (!(failure instanceof ErrorType error && error.is("MOVED"))) {
                    lose(current, reason(failure));
                }
            });
        }
    }

    /** A write without effect, which a replica or a Redis that cannot save refuses; and a look at its clock. */
    private Future<Void> prove(RedisConnection connection) {
        var written = ownKey.get()
                .map(key -> connection.send(Request.cmd(Command.ZREM).arg(key).arg("")))
                .orElseGet(Future::succeededFuture);
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
        trouble = reason;
        if (!isAway) {
            isAway = true;
            LOG.atWarn()
                    .addKeyValue("redis", address)
                    .addKeyValue("reason", reason)
                    .log("Redis is away: locks are refused until it is back");
        }
        tried.tryComplete();
        vertx.setTimer(backoffMillis(failedAttempts++), timer -> connect());
    }

    private <T> Future<T> withinTimeLimit(Future<T> answer) {
        return answer.timeout(commandTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static long backoffMillis(int failedAttempts) {
        var cap = Math.min(MAX_BACKOFF_MILLIS, MIN_BACKOFF_MILLIS << Math.min(failedAttempts, 10));
        return 1 + ThreadLocalRandom.current().nextLong(cap);
    }

    private static void discard(Redis client) {
        client.close().onFailure(failure -> LOG.debug("closing a Redis connection failed", failure));
    }

    /** In one line; the client puts each server that it tried into one of its own. */
    private static String reason(Throwable failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage().replaceAll("\\s*\\R[- ]*", ": ");
    }

    /** Monotone, unlike the wall clock: only the distance to Redis's clock matters. */
    private static long localMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private record Line(Redis client, RedisConnection connection) {}
}
