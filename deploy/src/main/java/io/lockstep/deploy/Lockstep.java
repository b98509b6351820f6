package io.lockstep.deploy;

import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A running server: the parts that its configuration names, in this process, with the embedded servers that it needed.
 *
 * <pre>{@code
 * var server = Lockstep.start(LockstepConfig.of(Map.of("LOCKSTEP_HTTP_PORT", "0"))).await(60, SECONDS);
 * ... "http://127.0.0.1:" + server.httpPort() ...
 * server.close().await(10, SECONDS);
 * }</pre>
 *
 * @param httpPort the port that was bound; 0 without the gateway
 * @param managementPort the port that was bound
 * @param postgresUri of the PostgreSQL that it uses, its own or another; empty without metadata
 * @param redisUri of the Redis that it uses, its own or another; empty without locks and dispatcher
 * @param demoLogins users whose password is their name; looked for when there is a seed
 */
public record Lockstep(
        LockstepConfig config,
        Vertx vertx,
        int httpPort,
        int managementPort,
        Optional<String> postgresUri,
        Optional<String> redisUri,
        List<String> demoLogins,
        Supplier<Future<Void>> closing) {

    /** Starts a server. Fails with a {@link StartFailure}; everything that had been opened is closed again then. */
    public static Future<Lockstep> start(LockstepConfig config) {
        try {
            return new Launch(config, Progress.silent()).start();
        } catch (StartFailure failure) {
            return Future.failedFuture(failure);
        }
    }

    /** Where users find it. */
    public String address() {
        return "http://"
                + (config.http().host().contains(":")
                        ? "[" + config.http().host() + "]"
                        : config.http().host()) + ":" + httpPort + "/";
    }

    /** Stops the parts, first the one that talks to users, and then the embedded servers. */
    public Future<Void> close() {
        return closing.get();
    }
}
