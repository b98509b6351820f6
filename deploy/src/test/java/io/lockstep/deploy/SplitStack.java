package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.deploy.config.LockstepConfig;
import io.lockstep.deploy.embedded.DataDir;
import io.lockstep.deploy.embedded.EmbeddedPostgresServer;
import io.lockstep.deploy.embedded.EmbeddedRedisServer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The whole product as a cluster: metadata, locks and dispatcher are processes of the built jar, the gateway is in this JVM,
 * where tests can look into it. All on the loopback address, with a PostgreSQL and a Redis of their own.
 */
final class SplitStack {
    private static final long START_SECONDS = 120;
    private static final List<String> ROLES = List.of("metadata", "lock", "dispatcher");

    private SplitStack() {}

    static Lockstep start(Path data, Path seed) throws IOException, TimeoutException {
        var stores = new DataDir(Files.createDirectory(data.resolve("stores")));
        var redis = EmbeddedRedisServer.start(stores);
        var postgres = EmbeddedPostgresServer.start(stores);
        var ports = ports(ROLES.size() + 1);
        var shared = Map.of(
                "LOCKSTEP_CLUSTER",
                "true",
                "LOCKSTEP_CLUSTER_NAME",
                "stack-" + ProcessHandle.current().pid(),
                "LOCKSTEP_CLUSTER_MEMBERS",
                members(ports),
                "LOCKSTEP_CLUSTER_SECRET",
                "a secret of the stack",
                "LOCKSTEP_JWT_SECRET",
                "x".repeat(32),
                "LOCKSTEP_POSTGRES_URI",
                postgres.uri(),
                "LOCKSTEP_REDIS_URI",
                redis.uri(),
                "LOCKSTEP_MANAGEMENT_PORT",
                "0",
                "LOCKSTEP_HTTP_PORT",
                "0");
        var services = new ArrayList<Process>();
        for (int number = 0; number < ROLES.size(); number++) {
            var settings = new HashMap<>(shared);
            settings.put("LOCKSTEP_ROLES", ROLES.get(number));
            settings.put("LOCKSTEP_CLUSTER_PORT", String.valueOf(ports.get(number)));
            if (ROLES.get(number).equals("metadata")) {
                settings.put("LOCKSTEP_SEED", seed.toString());
            }
            services.add(launch(data, ROLES.get(number), settings));
        }
        var settings = new HashMap<>(shared);
        settings.put("LOCKSTEP_ROLES", "gateway");
        settings.put("LOCKSTEP_CLUSTER_PORT", String.valueOf(ports.get(ROLES.size())));
        settings.put("LOCKSTEP_DATA_DIR", data.resolve("gateway").toString());
        settings.put("LOCKSTEP_SOCKETS_TAKEOVER", System.getProperty("lockstep.takeover", "true"));
        var gateway = Lockstep.start(LockstepConfig.of(settings)).await(START_SECONDS, SECONDS);
        awaitReady(gateway);
        awaitWarm(gateway);
        return whole(gateway, postgres, redis, services);
    }

    private static Process launch(Path data, String role, Map<String, String> settings) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(java, "-Xmx256m", "-XX:+UseSerialGC", "-jar", "target/lockstep.jar")
                .redirectErrorStream(true)
                .redirectOutput(data.resolve(role + ".log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LOCKSTEP_"));
        builder.environment().putAll(settings);
        builder.environment().put("LOCKSTEP_DATA_DIR", data.resolve(role).toString());
        var process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** The services may have come later than the gateway. */
    private static void awaitReady(Lockstep gateway) throws TimeoutException {
        var end = System.nanoTime() + SECONDS.toNanos(START_SECONDS);
        var client = gateway.vertx().createHttpClient();
        var answer = "";
        while (answer.isEmpty() || answer.contains("away") || answer.contains("DOWN")) {
            answer = client.request(HttpMethod.GET, gateway.managementPort(), "127.0.0.1", "/health/ready")
                    .compose(request -> request.send())
                    .compose(response -> response.body())
                    .await(START_SECONDS, SECONDS)
                    .toString();
            if (System.nanoTime() > end) {
                throw new TimeoutException("the services of the cluster are not there after " + START_SECONDS + " s");
            }
        }
    }

    /** Fresh processes answer slowly at first: until each of the demo users has had an answer in time. */
    private static void awaitWarm(Lockstep gateway) throws TimeoutException, IOException {
        var end = System.nanoTime() + SECONDS.toNanos(START_SECONDS);
        for (var user : List.of("alice", "bob", "carol")) {
            while (!isServed(new Rest(gateway.httpPort(), user))) {
                if (System.nanoTime() > end) {
                    throw new TimeoutException(user + " is not served after " + START_SECONDS + " s");
                }
            }
        }
    }

    private static boolean isServed(Rest rest) throws IOException {
        try {
            var begun = System.nanoTime();
            var status = rest.send("GET", "/api/v1/spaces", new JsonObject()).statusCode();
            return status == 200 && System.nanoTime() - begun < SECONDS.toNanos(1);
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    /** As if it were one process: with the addresses of the stores, and an end for everything. */
    private static Lockstep whole(
            Lockstep gateway, EmbeddedPostgresServer postgres, EmbeddedRedisServer redis, List<Process> services) {
        Supplier<Future<Void>> closing = () -> gateway.close().onComplete(closed -> {
            services.forEach(Process::destroyForcibly);
            try {
                redis.close();
                postgres.close();
            } catch (IOException unfinished) {
                throw new UncheckedIOException(unfinished);
            }
        });
        return new Lockstep(
                gateway.config(),
                gateway.vertx(),
                gateway.httpPort(),
                gateway.managementPort(),
                Optional.of(postgres.uri()),
                Optional.of(redis.uri()),
                gateway.demoLogins(),
                closing);
    }

    private static String members(List<Integer> ports) {
        return String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList());
    }

    private static List<Integer> ports(int count) throws IOException {
        var ports = new ArrayList<Integer>();
        var held = new ArrayList<ServerSocket>();
        for (int number = 0; number < count; number++) {
            var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (var socket : held) {
            socket.close();
        }
        return ports;
    }
}
