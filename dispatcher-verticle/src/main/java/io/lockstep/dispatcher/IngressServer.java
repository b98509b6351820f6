package io.lockstep.dispatcher;

import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import io.vertx.redis.client.impl.types.ErrorType;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The server that the ingress talks to next: the only one, the primary that a sentinel names, or, of a cluster, the one
 * that has the lease. Which one that is the others say, with MOVED; and on any of them one hears what is published on all.
 * Confined to one event loop.
 */
final class IngressServer {
    private final DispatcherConfig config;
    private String asked = "";
    private Optional<String> movedTo = Optional.empty();

    IngressServer(DispatcherConfig config) {
        this.config = config;
    }

    /** To be asked for before each connection: when one does not answer, it is another one's turn. */
    RedisOptions next() {
        return switch (config.redisType()) {
            case SENTINEL ->
                options(shuffled())
                        .setType(RedisClientType.SENTINEL)
                        .setRole(RedisRole.MASTER)
                        .setMasterName(config.redisMaster());
            case CLUSTER -> {
                asked = movedTo.orElseGet(() -> shuffled().get(0));
                movedTo = Optional.empty();
                yield options(List.of(asked));
            }
            case STANDALONE, REPLICATION -> options(config.redisUris());
        };
    }

    /** When the failure is {@code MOVED <slot> <host>:<port>}, that server of the cluster is next; answers whether it is. */
    boolean follows(Throwable failure) {
        if (config.redisType() != RedisClientType.CLUSTER
                || !(failure instanceof ErrorType error && error.is("MOVED"))) {
            return false;
        }
        var reply = error.toString();
        movedTo = Optional.of(withAddress(URI.create(asked), reply.substring(reply.lastIndexOf(' ') + 1)));
        return true;
    }

    /** The same login at another address; a server that does not know its own host says {@code :port}. */
    private static String withAddress(URI known, String address) {
        var port = address.substring(address.lastIndexOf(':') + 1);
        var named = address.substring(0, address.lastIndexOf(':'));
        var host = named.isEmpty() ? known.getHost() : named.contains(":") ? "[" + named + "]" : named;
        var login = known.getRawUserInfo() == null ? "" : known.getRawUserInfo() + "@";
        return known.getScheme() + "://" + login + host + ":" + port;
    }

    private List<String> shuffled() {
        var uris = new ArrayList<>(config.redisUris());
        Collections.shuffle(uris);
        return uris;
    }

    private RedisOptions options(List<String> uris) {
        return new RedisOptions()
                .setEndpoints(uris)
                .setMaxPoolSize(2)
                .setNetClientOptions(new NetClientOptions()
                        .setConnectTimeout((int) config.commandTimeout().toMillis())
                        .setTcpNoDelay(true));
    }
}
