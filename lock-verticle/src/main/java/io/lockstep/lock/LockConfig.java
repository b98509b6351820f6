package io.lockstep.lock;

import io.lockstep.contract.lock.WhenLocksAreAway;
import io.vertx.redis.client.RedisClientType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;

/**
 * The configuration of the lock verticle.
 *
 * @param redisUris {@code redis://} or, with TLS, {@code rediss://[user:password@]host[:port][/database]}: the server, or
 *     the sentinels, or some nodes of the cluster; user and password are those of all servers
 * @param redisType STANDALONE, SENTINEL or CLUSTER
 * @param redisMaster the name under which sentinels know the primary; empty for the other types
 * @param whenLocksAreAway what an acquire is answered while Redis is away; it is refused
 * @param maxTtl the longest time for which a lock is given; 1 hour
 * @param grantTtl how long who waited has the lock before he has to acquire it himself; 10 seconds
 * @param disconnectGrace after how long without being seen somebody counts as gone; 13 seconds, as signs come every 3 and
 *     nobody is to be gone before 10 are over
 * @param maxWaiting how many may wait for the locks of one document; 100
 * @param auditLength how many entries the audit of a space keeps, about; 1,000
 * @param pollInterval how often due locks are looked for; 100 ms
 * @param commandTimeout after which a command's outcome counts as unknown and the connection as broken; 1 second
 * @param startTimeout how long the start waits for Redis; 10 seconds
 */
public record LockConfig(
        List<String> redisUris,
        RedisClientType redisType,
        String redisMaster,
        WhenLocksAreAway whenLocksAreAway,
        Duration maxTtl,
        Duration grantTtl,
        Duration disconnectGrace,
        int maxWaiting,
        int auditLength,
        Duration pollInterval,
        Duration commandTimeout,
        Duration startTimeout) {

    private static final int DEFAULT_PORT = 6379;

    public LockConfig {
        redisUris = List.copyOf(redisUris);
        if (redisUris.isEmpty()) {
            throw new IllegalArgumentException("a Redis URI is needed");
        }
        redisUris.forEach(LockConfig::requireRedis);
        requireFitting(redisUris, redisType, redisMaster);
        requirePositive(maxTtl, "maxTtl");
        requirePositive(grantTtl, "grantTtl");
        requirePositive(disconnectGrace, "disconnectGrace");
        requirePositive(pollInterval, "pollInterval");
        requirePositive(commandTimeout, "commandTimeout");
        requirePositive(startTimeout, "startTimeout");
        if (maxWaiting < 1 || auditLength < 1) {
            throw new IllegalArgumentException("maxWaiting and auditLength must be at least 1");
        }
    }

    /** One Redis, and defaults for everything else. */
    public static LockConfig ofUri(String redisUri) {
        return new LockConfig(
                List.of(redisUri),
                RedisClientType.STANDALONE,
                "",
                WhenLocksAreAway.REFUSE,
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(13),
                100,
                1_000,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));
    }

    /** These servers instead. */
    public LockConfig withRedis(List<String> uris, RedisClientType type, String master) {
        return new LockConfig(
                uris,
                type,
                master,
                whenLocksAreAway,
                maxTtl,
                grantTtl,
                disconnectGrace,
                maxWaiting,
                auditLength,
                pollInterval,
                commandTimeout,
                startTimeout);
    }

    /** This policy instead. */
    public LockConfig withWhenLocksAreAway(WhenLocksAreAway policy) {
        return new LockConfig(
                redisUris,
                redisType,
                redisMaster,
                policy,
                maxTtl,
                grantTtl,
                disconnectGrace,
                maxWaiting,
                auditLength,
                pollInterval,
                commandTimeout,
                startTimeout);
    }

    /** This limit of the time to live instead. */
    public LockConfig withMaxTtl(Duration limit) {
        return new LockConfig(
                redisUris,
                redisType,
                redisMaster,
                whenLocksAreAway,
                limit,
                grantTtl,
                disconnectGrace,
                maxWaiting,
                auditLength,
                pollInterval,
                commandTimeout,
                startTimeout);
    }

    /** This time limit of a command instead. */
    public LockConfig withCommandTimeout(Duration limit) {
        return new LockConfig(
                redisUris,
                redisType,
                redisMaster,
                whenLocksAreAway,
                maxTtl,
                grantTtl,
                disconnectGrace,
                maxWaiting,
                auditLength,
                pollInterval,
                limit,
                startTimeout);
    }

    /** This time limit of the start instead. */
    public LockConfig withStartTimeout(Duration limit) {
        return new LockConfig(
                redisUris,
                redisType,
                redisMaster,
                whenLocksAreAway,
                maxTtl,
                grantTtl,
                disconnectGrace,
                maxWaiting,
                auditLength,
                pollInterval,
                commandTimeout,
                limit);
    }

    /** Of each URI {@code host:port}, without the password. */
    List<String> redisAddresses() {
        return redisUris.stream()
                .map(LockConfig::parse)
                .map(uri -> uri.getHost() + ":" + (uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()))
                .toList();
    }

    /** Without the URIs, which may carry a password. */
    @Override
    public String toString() {
        return "LockConfig[redisType=" + redisType + ", maxTtl=" + maxTtl + ", pollInterval=" + pollInterval
                + ", commandTimeout=" + commandTimeout + ", startTimeout=" + startTimeout + "]";
    }

    private static void requireRedis(String redisUri) {
        var uri = parse(redisUri);
        if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme())) {
            throw new IllegalArgumentException("the Redis URI must start with redis:// or rediss://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("the Redis URI must name a host (of letters, digits, '-' and '.')");
        }
        if (!uri.getPath().matches("/?\\d*")) {
            throw new IllegalArgumentException("the database in the Redis URI must be a number");
        }
    }

    private static void requireFitting(List<String> uris, RedisClientType type, String master) {
        if (type == RedisClientType.REPLICATION) {
            throw new IllegalArgumentException("the Redis type must be STANDALONE, SENTINEL or CLUSTER");
        }
        if (type == RedisClientType.STANDALONE && uris.size() > 1) {
            throw new IllegalArgumentException("several Redis URIs need the type SENTINEL or CLUSTER");
        }
        if ((type == RedisClientType.SENTINEL) == master.isEmpty()) {
            throw new IllegalArgumentException(
                    "the name of the primary is needed for the type SENTINEL, and only there");
        }
        if (type == RedisClientType.CLUSTER
                && uris.stream().anyMatch(uri -> parse(uri).getPath().matches("/0*[1-9].*"))) {
            throw new IllegalArgumentException("a Redis cluster has the database 0 only");
        }
    }

    private static URI parse(String redisUri) {
        try {
            return new URI(redisUri);
        } catch (URISyntaxException carriesThePassword) {
            throw new IllegalArgumentException("the Redis URI is malformed");
        }
    }

    private static void requirePositive(Duration duration, String name) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 ms");
        }
    }
}
