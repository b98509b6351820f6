package io.lockstep.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.deploy.Lockstep;
import io.lockstep.deploy.config.LockstepConfig;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server under test: the whole product in this process, with its own PostgreSQL and Redis, on free ports of 127.0.0.1
 * and in a temporary directory; and a Vert.x of its own for clients. To close it leaves nothing behind; the end of the JVM,
 * by Ctrl-C for example, closes it.
 */
public final class Stage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stage.class);

    /** Who acts, unless a scenario needs more users. */
    public static final String USER = "bench";

    public static final String DISPLAY_NAME = "Bench";

    private static final String JWT_SECRET = "signs the tokens of every scenario";
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 60;

    private final Path directory;
    private final Optional<CountingPostgres> postgres;
    private final Vertx clients = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Tokens tokens = new Tokens(clients, JWT_SECRET, Duration.ofHours(12));
    private final Future<Lockstep> server;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private Stage(Path directory, Optional<CountingPostgres> postgres, Future<Lockstep> server) {
        this.directory = directory;
        this.postgres = postgres;
        this.server = server;
    }

    /** With these spaces, in which the users may write. */
    public static Stage start(List<String> spaces, List<String> users) throws IOException, TimeoutException {
        return start(Files.createTempDirectory("lockstep-bench"), Optional.empty(), seed(spaces, users));
    }

    /** The same on a PostgreSQL that counts its statements. */
    public static Stage counting(List<String> spaces, List<String> users) throws IOException, TimeoutException {
        var directory = Files.createTempDirectory("lockstep-bench");
        return start(directory, Optional.of(CountingPostgres.start(directory)), seed(spaces, users));
    }

    private static Stage start(Path directory, Optional<CountingPostgres> postgres, JsonObject seed)
            throws IOException, TimeoutException {
        var file = Files.writeString(directory.resolve("seed.json"), seed.encode(), UTF_8);
        var settings = new HashMap<>(Map.of(
                "LOCKSTEP_HTTP_PORT",
                "0",
                "LOCKSTEP_MANAGEMENT_PORT",
                "0",
                "LOCKSTEP_DATA_DIR",
                directory.resolve("data").toString(),
                "LOCKSTEP_JWT_SECRET",
                JWT_SECRET,
                "LOCKSTEP_SEED",
                file.toString()));
        postgres.ifPresent(own -> settings.put("LOCKSTEP_POSTGRES_URI", own.uri()));
        var stage = new Stage(directory, postgres, Lockstep.start(LockstepConfig.of(settings)));
        Runtime.getRuntime().addShutdownHook(new Thread(stage::closeAtLast));
        try {
            stage.server.await(START_SECONDS, TimeUnit.SECONDS);
            return stage;
        } catch (TimeoutException | RuntimeException failure) {
            stage.close();
            throw failure;
        }
    }

    public Lockstep server() {
        return server.result();
    }

    public Vertx clients() {
        return clients;
    }

    public String redisUri() {
        return server().redisUri().orElseThrow();
    }

    public String postgresUri() {
        return server().postgresUri().orElseThrow();
    }

    /** A bearer token, as the user would get it for his password. */
    public String token(String user) {
        return tokens.issue(new Identity(user, user.equals(USER) ? DISPLAY_NAME : user, List.of()));
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
        if (postgres.isPresent()) {
            postgres.get().close();
        }
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

    private static JsonObject seed(List<String> spaces, List<String> users) {
        var members = new JsonObject();
        users.forEach(user -> members.put("user:" + user, "editor"));
        var seeded = new JsonArray();
        spaces.forEach(id -> seeded.add(new JsonObject().put("id", id).put("members", members)));
        return new JsonObject().put("spaces", seeded);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
