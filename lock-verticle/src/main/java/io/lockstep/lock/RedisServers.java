package io.lockstep.lock;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Where commands go: the one server that takes writes, or, by their key, one of a cluster's. */
sealed interface RedisServers permits RedisNode, RedisCluster {
    /** Connects, and connects again for ever; completes with the first connection. */
    Future<Void> open();

    Future<Void> close();

    /**
     * Commands with the same key are run, and their answers come, in the order in which they were sent. Fails with
     * UNAVAILABLE: at once when the server is away, or, outcome unknown, when it goes away before it answers; with
     * {@link io.vertx.redis.client.impl.types.ErrorType} when Redis finds the command wrong.
     */
    Future<Response> send(Request request);

    /** Redis's clock, in ms since 1970, within about a round trip; of a cluster, that of the server which is ahead. */
    long timeMillis();

    /** Why there is no connection. */
    String trouble();
}
