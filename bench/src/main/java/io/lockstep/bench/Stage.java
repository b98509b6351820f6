package io.lockstep.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.deploy.Lockstep;
import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.Future;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server under test: the whole product in this process, with its own PostgreSQL and Redis, on free ports of 127.0.0.1
 * and in a temporary directory; and a Vert.x of its own for clients. To close it leaves nothing behind; the end of the JVM,
 * by Ctrl-C for example, closes it.
 */
final class Stage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stage.class);

    static final String USER = "bench";
    static final String DISPLAY_NAME = "Bench";
    static final String PASSWORD = "measures locks";
    /** Longer than any run: that locks end by themselves is not measured. */
    static final long TTL_MILLIS = 3_600_000;

    static final List<String> ONE_SPACE = List.of("bench:one");
    static final List<String> EIGHT_SPACES =
            IntStream.range(0, 8).mapToObj(number -> "bench:" + number).toList();

    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 60;

    private final Path directory;
    private final Vertx clients = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Future<Lockstep> server;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private Stage(Path directory, Future<Lockstep> server) {
        this.directory = directory;
        this.server = server;
    }

    static Stage start() throws IOException, TimeoutException {
        var directory = Files.createTempDirectory("lockstep-bench");
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
        var stage = new Stage(directory, Lockstep.start(config));
        Runtime.getRuntime().addShutdownHook(new Thread(stage::closeAtLast));
        try {
            stage.server.await(START_SECONDS, TimeUnit.SECONDS);
            return stage;
        } catch (TimeoutException | RuntimeException failure) {
            stage.close();
            throw failure;
        }
    }

    Lockstep server() {
        return server.result();
    }

    Vertx clients() {
        return clients;
    }

    String redisUri() {
        return server().redisUri().orElseThrow();
    }

    /** In the middle of a start it waits for its end. */
    @Override
    public void close() throws IOException, TimeoutException {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        clients.close()
                .compose(closed -> server.transform(
                        started -> started.succeeded() ? started.result().close() : Future.succeededFuture()))
                .await(STOP_SECONDS, TimeUnit.SECONDS);
        delete(directory);
    }

    private void closeAtLast() {
        try {
            close();
        } catch (IOException | TimeoutException unfinished) {
            LOG.atWarn()
                    .addKeyValue("directory", directory)
                    .setCause(unfinished)
                    .log("not all could be closed");
        }
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
