package io.lockstep.dispatcher;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@link PushStore} in Redis 6.2 or later: one command and one key each, so that a cluster serves too. */
final class RedisPushStore implements PushStore {
    private static final String TOKEN = "lockstep:preauth:";
    private static final String COOKIE = "lockstep:push:cookie";
    private static final Duration COOKIE_TTL = Duration.ofHours(1);

    /** Three names that a Nextcloud knows. */
    private static final String TEST_TOKEN = "test-token";

    private static final String VERSION = "notify_push_version";
    private static final String METRICS = "notify_push_metrics";

    /** Less than whoever asks for it waits, who tries again. */
    private static final Duration PUT_PATIENCE = Duration.ofMillis(400);

    private static final int MAX_CONNECTIONS = 4;
    private static final int MAX_WAITING = 1_000;

    private final Redis redis;
    private final String namespace;
    private final Duration timeout;

    RedisPushStore(Vertx vertx, DispatcherConfig config) {
        this.redis = Redis.createClient(vertx, options(config));
        this.namespace = config.namespace();
        this.timeout = config.commandTimeout();
    }

    @Override
    public Future<Void> putToken(String hash, String user, Duration ttl) {
        var command = Request.cmd(Command.SET)
                .arg(key(TOKEN + hash))
                .arg(user)
                .arg("PX")
                .arg(ttl.toMillis());
        return send(command, PUT_PATIENCE.compareTo(timeout) < 0 ? PUT_PATIENCE : timeout)
                .mapEmpty();
    }

    @Override
    public Future<Optional<String>> takeToken(String hash) {
        return text(Request.cmd(Command.GETDEL).arg(key(TOKEN + hash)));
    }

    @Override
    public Future<Optional<String>> testToken() {
        return text(Request.cmd(Command.GET).arg(key(TEST_TOKEN)));
    }

    @Override
    public Future<Void> putCookie(long cookie) {
        return send(Request.cmd(Command.SET)
                        .arg(key(COOKIE))
                        .arg(cookie)
                        .arg("PX")
                        .arg(COOKIE_TTL.toMillis()))
                .mapEmpty();
    }

    @Override
    public Future<Long> cookie() {
        return text(Request.cmd(Command.GET).arg(key(COOKIE)))
                .map(found -> found.map(Long::valueOf).orElse(0L));
    }

    @Override
    public Future<Void> putVersion(String version) {
        return send(Request.cmd(Command.SET).arg(key(VERSION)).arg(version)).mapEmpty();
    }

    @Override
    public Future<Void> putMetrics(String json) {
        return send(Request.cmd(Command.SET).arg(key(METRICS)).arg(json)).mapEmpty();
    }

    @Override
    public Future<Boolean> hasListener() {
        return text(Request.cmd(Command.GET).arg(key(IngressLease.KEY))).map(Optional::isPresent);
    }

    void close() {
        redis.close().onFailure(gone -> {});
    }

    private String key(String name) {
        return namespace + name;
    }

    private Future<Optional<String>> text(Request request) {
        return send(request).map(reply -> Optional.ofNullable(reply).map(Response::toString));
    }

    private Future<@Nullable Response> send(Request request) {
        return send(request, timeout);
    }

    private Future<@Nullable Response> send(Request request, Duration patience) {
        return redis.send(request)
                .timeout(patience.toMillis(), MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        new ServiceException(FailureCode.UNAVAILABLE, "Redis does not answer: try again")));
    }

    private static RedisOptions options(DispatcherConfig config) {
        var options = new RedisOptions()
                .setEndpoints(config.redisUris())
                .setType(config.redisType())
                .setMaxPoolSize(MAX_CONNECTIONS)
                .setMaxPoolWaiting(MAX_WAITING)
                .setNetClientOptions(new NetClientOptions()
                        .setConnectTimeout((int) config.commandTimeout().toMillis())
                        .setTcpNoDelay(true));
        return config.redisType() == RedisClientType.SENTINEL
                ? options.setRole(RedisRole.MASTER).setMasterName(config.redisMaster())
                : options;
    }
}
