package io.lockstep.bench.delivery.place;

import io.lockstep.deploy.embedded.DataDir;
import io.lockstep.deploy.embedded.EmbeddedPostgresServer;
import io.lockstep.deploy.embedded.EmbeddedRedisServer;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The product on several processes: one with metadata, locks and dispatcher, and as many gateways as were asked for. They share
 * a PostgreSQL and a Redis, which are processes too. All on 127.0.0.1; the place closes what it has opened.
 */
public final class Cluster {
    private static final String SECRET = LockstepServer.JWT_SECRET;

    private final Place place;
    private final List<String> flags;
    private final Path data;
    private final Map<String, String> settings;
    private final String token;
    private final String postgresUri;
    private final Node core;
    private int gateways;

    private Cluster(Place place, List<String> flags, List<String> spaces, String token)
            throws IOException, TimeoutException {
        this.place = place;
        this.flags = List.copyOf(flags);
        this.token = token;
        this.data = place.directory().resolve("stores");
        var stores = new DataDir(data);
        var postgres = place.keep(() -> EmbeddedPostgresServer.start(stores));
        var redis = place.keep(() -> EmbeddedRedisServer.start(stores));
        this.postgresUri = postgres.uri();
        var corePort = LockstepServer.freePort();
        this.settings = Map.of(
                "LOCKSTEP_POSTGRES_URI",
                postgres.uri(),
                "LOCKSTEP_REDIS_URI",
                redis.uri(),
                "LOCKSTEP_JWT_SECRET",
                SECRET,
                "LOCKSTEP_SOCKETS_MAX_PER_USER",
                "1000000",
                "LOCKSTEP_CLUSTER",
                "true",
                "LOCKSTEP_CLUSTER_NAME",
                "bench-" + place.directory().getFileName(),
                "LOCKSTEP_CLUSTER_HOST",
                "127.0.0.1",
                "LOCKSTEP_CLUSTER_MEMBERS",
                "127.0.0.1:" + corePort);
        var seed = Files.writeString(
                place.directory().resolve("seed.json"),
                LockstepServer.seed(spaces).encode());
        this.core = start(
                "core",
                Map.of(
                        "LOCKSTEP_ROLES",
                        "metadata,lock,dispatcher",
                        "LOCKSTEP_CLUSTER_PORT",
                        String.valueOf(corePort),
                        "LOCKSTEP_SEED",
                        seed.toString()));
    }

    /** Starts the stores and the process of all roles but the gateway. */
    public static Cluster start(Place place, List<String> flags, List<String> spaces, Vertx clients)
            throws IOException, TimeoutException {
        var user = new Identity(LockstepServer.USER, LockstepServer.USER, List.of());
        return new Cluster(place, flags, spaces, new Tokens(clients, SECRET, Duration.ofHours(12)).issue(user));
    }

    public String token() {
        return token;
    }

    public String postgresUri() {
        return postgresUri;
    }

    public Node core() {
        return core;
    }

    /** Starts one more gateway. */
    public Node gateway() throws IOException, TimeoutException {
        gateways++;
        return start(
                "gateway-" + gateways,
                Map.of(
                        "LOCKSTEP_ROLES",
                        "gateway",
                        "LOCKSTEP_CLUSTER_PORT",
                        String.valueOf(LockstepServer.freePort())));
    }

    private Node start(String name, Map<String, String> more) throws IOException, TimeoutException {
        var own = new HashMap<>(settings);
        own.putAll(more);
        own.put("LOCKSTEP_DATA_DIR", place.directory().resolve(name).toString());
        return Node.start(place, name, flags, own);
    }

    /** PostgreSQL and Redis. */
    public List<ProcessHandle> stores() {
        var stores = new ArrayList<ProcessHandle>();
        Stream.of(
                        data.resolve("postgres").resolve("postmaster.pid"),
                        data.resolve("redis").resolve("redis.pid"))
                .flatMap(file -> LockstepServer.process(file).stream())
                .forEach(server -> {
                    stores.add(server);
                    stores.addAll(server.descendants().toList());
                });
        return stores;
    }
}
