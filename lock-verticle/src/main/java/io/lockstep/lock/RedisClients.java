package io.lockstep.lock;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes the clients of a configuration. Each is for one connection and closed with it: that is the only way to be rid of a
 * half-open connection, and a held one never leaves the client's pool by itself.
 */
record RedisClients(Vertx vertx, LockConfig config) {
    // A check of thousands of spaces is as many commands at once.
    private static final int MAX_UNANSWERED = 16_384;

    /** For the only server, or for the primary that a sentinel names. */
    Redis primary() {
        if (config.redisType() != RedisClientType.SENTINEL) {
            return client(options(config.redisUris()));
        }
        // In another order each time: one that is silent takes all the time there is for a connection.
        var sentinels = new ArrayList<>(config.redisUris());
        Collections.shuffle(sentinels);
        return client(options(sentinels)
                .setType(RedisClientType.SENTINEL)
                .setRole(RedisRole.MASTER)
                .setMasterName(config.redisMaster()));
    }

    /**
     * For one node of a cluster, with the user, the password and the transport of the configured URIs.
     *
     * @param address {@code host:port}
     */
    Redis node(String address) {
        var known = URI.create(config.redisUris().get(0));
        var login = known.getRawUserInfo() == null ? "" : known.getRawUserInfo() + "@";
        return client(options(List.of(known.getScheme() + "://" + login + address)));
    }

    private RedisOptions options(List<String> uris) {
        var transport = new NetClientOptions()
                .setConnectTimeout((int) config.commandTimeout().toMillis())
                .setTcpKeepAlive(true)
                .setHostnameVerificationAlgorithm("HTTPS");
        return new RedisOptions()
                .setEndpoints(uris)
                .setMaxWaitingHandlers(MAX_UNANSWERED)
                .setMaxPoolSize(1)
                .setNetClientOptions(transport);
    }

    private Redis client(RedisOptions options) {
        return Redis.createClient(vertx, options);
    }
}
