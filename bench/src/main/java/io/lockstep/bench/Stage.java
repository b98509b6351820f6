package io.lockstep.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.deploy.Lockstep;
import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The server under test: the whole product in this process, with its own PostgreSQL and Redis, on free ports of 127.0.0.1
 * and in a temporary directory; and a Vert.x of its own for clients. To close it leaves nothing behind.
 */
final class Stage implements AutoCloseable {
    static final String USER = "bench";
    static final String DISPLAY_NAME = "Bench";
    static final String PASSWORD = "measures locks";
    /** Longer than any run: that locks end by themselves is not measured. */
    static final long TTL_MILLIS = 3_600_000;

    static final List<String> ONE_SPACE = List.of("bench:one");
    static final List<String> EIGHT_SPACES =
            IntStream.range(0, 8).mapToObj(number -> "bench:" + number).toList();

    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 30;

    private final Path directory;
    private final Lockstep server;
    private final Vertx clients;

    private Stage(Path directory, Lockstep server) {
        this.directory = directory;
        this.server = server;
        this.clients = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    }

    static Stage start() throws IOException, TimeoutException {
        var directory = Files.createTempDirectory("lockstep-bench");
        try {
            var seed = Files.writeString(directory.resolve("seed.json"), seed().encode(), UTF_8);
            var config = LockstepConfig.of(Map.of(
                    "LOCKSTEP_HTTP_PORT",
                    "0",
                    "LOCKSTEP_MANAGEMENT_PORT",
                    "0",
                    "LOCKSTEP_DATA_DIR",
                    directory.toString(),
                    "LOCKSTEP_SEED",
                    seed.toString()));
            return new Stage(directory, Lockstep.start(config).await(START_SECONDS, TimeUnit.SECONDS));
        } catch (IOException | TimeoutException | RuntimeException failure) {
            delete(directory);
            throw failure;
        }
    }

    Lockstep server() {
        return server;
    }

    Vertx clients() {
        return clients;
    }

    String redisUri() {
        return server.redisUri().orElseThrow();
    }

    @Override
    public void close() throws IOException, TimeoutException {
        clients.close().compose(closed -> server.close()).await(STOP_SECONDS, TimeUnit.SECONDS);
        delete(directory);
    }

    private static JsonObject seed() {
        var spaces = new JsonArray();
        Stream.concat(ONE_SPACE.stream(), EIGHT_SPACES.stream())
                .forEach(id -> spaces.add(
                        new JsonObject().put("id", id).put("members", new JsonObject().put("user:" + USER, "editor"))));
        var user = new JsonObject().put("name", USER).put("password", PASSWORD).put("displayName", DISPLAY_NAME);
        return new JsonObject().put("users", new JsonArray().add(user)).put("spaces", spaces);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
