package io.lockstep.deploy.selftest;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Whether the Redis that is configured can be used, and keeps locks until they end. */
final class RedisChecks {
    private static final String ANSWERS = "Redis answers";
    private static final List<String> OTHERS =
            List.of("Redis version", "Redis evicts nothing", "Redis runs scripts", "Redis persistence");
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final long PATIENCE_SECONDS = 6;
    private static final String SCRIPT =
            "redis.call('set', KEYS[1], '1', 'PX', 1000) return redis.call('del', KEYS[1])";

    private final Vertx vertx;
    private final Report report;

    RedisChecks(Vertx vertx, Report report) {
        this.vertx = vertx;
        this.report = report;
    }

    void skip(String why) {
        report.skip(ANSWERS, why);
        OTHERS.forEach(check -> report.skip(check, why));
    }

    void run(LockstepConfig.Redis config) throws InterruptedException {
        var redis = Redis.createClient(vertx, options(config));
        try {
            run(config, redis);
        } finally {
            redis.close().await();
        }
    }

    private void run(LockstepConfig.Redis config, Redis redis) throws InterruptedException {
        boolean answers = report.check(
                ANSWERS,
                "start it, or correct LOCKSTEP_REDIS_URI (host, port, user, password) and LOCKSTEP_REDIS_TYPE; a firewall may"
                        + " be in between",
                () -> {
                    send(redis, Request.cmd(Command.PING));
                    return config.uri().stream()
                            .map(uri -> uri.replaceFirst("//[^/]*@", "//"))
                            .collect(Collectors.joining(", "));
                });
        if (!answers) {
            OTHERS.forEach(check -> report.skip(check, "as Redis does not answer"));
            return;
        }
        report.check(OTHERS.get(0), "allow the command INFO", () -> version(redis));
        report.check(OTHERS.get(1), "allow the command INFO", () -> eviction(redis));
        report.check(
                OTHERS.get(2),
                "allow its user EVAL, SET and DEL on all keys (ACL SETUSER); a replica cannot be written, give the primary's"
                        + " address",
                () -> script(redis));
        report.check(OTHERS.get(3), "allow the command INFO", () -> persistence(redis));
    }

    private static String version(Redis redis) throws TimeoutException {
        var version = info(redis, "server").getOrDefault("redis_version", "0");
        var parts = version.split("\\.", -1);
        int major = Integer.parseInt(parts[0]);
        int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        Finding.unless(
                major > 6 || (major == 6 && minor >= 2),
                "it is version " + version,
                "use Redis 6.2 or newer, or Valkey");
        return version;
    }

    private static String eviction(Redis redis) throws TimeoutException {
        var policy = info(redis, "memory").getOrDefault("maxmemory_policy", "noeviction");
        Finding.unless(
                policy.equals("noeviction"),
                "maxmemory-policy is " + policy + ": when memory is short, locks vanish before their time",
                "set maxmemory-policy noeviction, in redis.conf and by CONFIG SET; give a cache a Redis of its own");
        return "noeviction";
    }

    private static String script(Redis redis) throws TimeoutException {
        var key = "lockstep:self-test:" + UUID.randomUUID();
        send(redis, Request.cmd(Command.EVAL).arg(SCRIPT).arg(1).arg(key));
        return "one wrote a key and deleted it";
    }

    /** A hint only: locks are short, and a Redis that lost them all harms no data. */
    private static String persistence(Redis redis) throws TimeoutException {
        var info = info(redis, "persistence");
        if (info.getOrDefault("aof_enabled", "0").equals("1")) {
            return "append-only file: locks survive a restart";
        }
        return "no append-only file: a restart loses the locks of the last minutes, or all of them; set appendonly yes if that"
                + " matters";
    }

    private static Map<String, String> info(Redis redis, String section) throws TimeoutException {
        return Arrays.stream(send(redis, Request.cmd(Command.INFO).arg(section))
                        .toString()
                        .split("\r?\n", -1))
                .filter(line -> line.contains(":"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).strip(),
                        (first, second) -> first));
    }

    @CanIgnoreReturnValue
    private static Response send(Redis redis, Request request) throws TimeoutException {
        return redis.send(request).await(PATIENCE_SECONDS, SECONDS);
    }

    private static RedisOptions options(LockstepConfig.Redis config) {
        var options = new RedisOptions()
                .setEndpoints(config.uri())
                .setMaxPoolSize(1)
                .setNetClientOptions(new NetClientOptions()
                        .setConnectTimeout(TIMEOUT_MILLIS)
                        .setHostnameVerificationAlgorithm("HTTPS"));
        return switch (config.type()) {
            case STANDALONE -> options;
            case SENTINEL ->
                options.setType(RedisClientType.SENTINEL)
                        .setRole(RedisRole.MASTER)
                        .setMasterName(config.master().orElse(""));
            case CLUSTER -> options.setType(RedisClientType.CLUSTER);
        };
    }
}
