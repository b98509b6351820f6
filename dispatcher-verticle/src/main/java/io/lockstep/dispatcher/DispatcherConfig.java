package io.lockstep.dispatcher;

import io.vertx.redis.client.RedisClientType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of the dispatcher verticle.
 *
 * @param redisUris where other services publish events: {@code redis://} or, with TLS,
 *     {@code rediss://[user:password@]host[:port][/database]}: the server, or the sentinels, or some nodes of the cluster;
 *     user and password are those of all servers. None switches the ingress off
 * @param redisType STANDALONE, SENTINEL or CLUSTER
 * @param redisMaster the name under which sentinels know the primary; empty for the other types
 * @param leaseTtl after which a crashed node loses the ingress to another one; 4 seconds
 * @param leaseInterval how often the lease is renewed or asked for, and the connection tried; 1 second
 * @param commandTimeout after which a silent connection counts as broken; 2 seconds
 * @param namespace what stands before every channel and key in Redis, so that several instances can share one; empty for
 *     nothing
 * @param secret known to all nodes and nobody else; under it tokens are kept, never as they are
 * @param storages the database of a Nextcloud that knows who sees which storage; none means that nobody is told of files
 */
public record DispatcherConfig(
        List<String> redisUris,
        RedisClientType redisType,
        String redisMaster,
        Duration leaseTtl,
        Duration leaseInterval,
        Duration commandTimeout,
        String namespace,
        String secret,
        Optional<Storages> storages) {

    /**
     * The database of a Nextcloud: PostgreSQL.
     *
     * @param uri {@code postgresql://user:password@host:port/database}
     * @param tablePrefix of its tables; usually {@code oc_}
     */
    public record Storages(String uri, String tablePrefix) {
        public Storages {
            if (!uri.matches("postgres(ql)?://.*")) {
                throw new IllegalArgumentException("the database of storages must be a PostgreSQL");
            }
            if (!tablePrefix.matches("[A-Za-z0-9_]*")) {
                throw new IllegalArgumentException("a table prefix has letters, digits and _ only");
            }
        }

        /** Without the URI, which may carry a password. */
        @Override
        public String toString() {
            return "Storages[tablePrefix=" + tablePrefix + "]";
        }
    }

    public DispatcherConfig {
        redisUris = List.copyOf(redisUris);
        redisUris.forEach(DispatcherConfig::requireRedis);
        if (redisType == RedisClientType.REPLICATION) {
            throw new IllegalArgumentException("the Redis type must be STANDALONE, SENTINEL or CLUSTER");
        }
        if (redisType == RedisClientType.STANDALONE && redisUris.size() > 1) {
            throw new IllegalArgumentException("several Redis URIs need the type SENTINEL or CLUSTER");
        }
        if ((redisType == RedisClientType.SENTINEL) == redisMaster.isEmpty()) {
            throw new IllegalArgumentException(
                    "the name of the primary is needed for the type SENTINEL, and only there");
        }
        if (!namespace.matches("[A-Za-z0-9._:-]*")) {
            throw new IllegalArgumentException("a namespace has letters, digits, '.', '_', ':' and '-' only");
        }
        if (leaseInterval.toMillis() < 1 || commandTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("leaseInterval and commandTimeout must be at least 1 ms");
        }
        if (leaseTtl.compareTo(leaseInterval.plus(commandTimeout)) <= 0) {
            throw new IllegalArgumentException(
                    "leaseTtl must be longer than leaseInterval and commandTimeout together");
        }
    }

    /** One Redis, and defaults for everything else. */
    public static DispatcherConfig ofUri(String redisUri) {
        return withoutIngress().withRedis(List.of(redisUri), RedisClientType.STANDALONE, "");
    }

    /** Events of the bus only. */
    public static DispatcherConfig withoutIngress() {
        return new DispatcherConfig(
                List.of(),
                RedisClientType.STANDALONE,
                "",
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                "",
                "",
                Optional.empty());
    }

    /** These servers instead. */
    public DispatcherConfig withRedis(List<String> uris, RedisClientType type, String master) {
        return new DispatcherConfig(
                uris, type, master, leaseTtl, leaseInterval, commandTimeout, namespace, secret, storages);
    }

    public DispatcherConfig withNamespace(String other) {
        return new DispatcherConfig(
                redisUris, redisType, redisMaster, leaseTtl, leaseInterval, commandTimeout, other, secret, storages);
    }

    public DispatcherConfig withSecret(String other) {
        return new DispatcherConfig(
                redisUris, redisType, redisMaster, leaseTtl, leaseInterval, commandTimeout, namespace, other, storages);
    }

    public DispatcherConfig withStorages(Optional<Storages> other) {
        return new DispatcherConfig(
                redisUris, redisType, redisMaster, leaseTtl, leaseInterval, commandTimeout, namespace, secret, other);
    }

    /** Without the URIs, which may carry a password, and the secret. */
    @Override
    public String toString() {
        return "DispatcherConfig[ingress=" + !redisUris.isEmpty() + ", redisType=" + redisType + ", leaseTtl="
                + leaseTtl + ", leaseInterval=" + leaseInterval + ", commandTimeout=" + commandTimeout + ", namespace="
                + namespace + ", storages=" + storages + "]";
    }

    private static void requireRedis(String redisUri) {
        var uri = parse(redisUri);
        if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme())) {
            throw new IllegalArgumentException("the Redis URI must start with redis:// or rediss://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("the Redis URI must name a host (of letters, digits, '-' and '.')");
        }
    }

    private static URI parse(String redisUri) {
        try {
            return new URI(redisUri);
        } catch (URISyntaxException carriesThePassword) {
            throw new IllegalArgumentException("the Redis URI is malformed");
        }
    }
}
