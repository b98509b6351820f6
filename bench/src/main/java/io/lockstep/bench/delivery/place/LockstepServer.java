package io.lockstep.bench.delivery.place;

import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** The product as it is shipped, {@code java -jar lockstep.jar}, with spaces in which one user may write. */
public final class LockstepServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern READY = Pattern.compile("Lockstep is ready");
    static final String USER = "bench";
    static final String JWT_SECRET = "signs the tokens of every scenario";
    private static final List<Path> JARS =
            List.of(Path.of("deploy/target/lockstep.jar"), Path.of("../deploy/target/lockstep.jar"));

    private final Place place;
    private final String name;
    private final List<String> flags;
    private final Map<String, String> settings;
    private final int port;
    private final String token;
    private Child child;

    private LockstepServer(
            Place place,
            String name,
            List<String> flags,
            Map<String, String> settings,
            int port,
            String token,
            Child child) {
        this.place = place;
        this.name = name;
        this.flags = flags;
        this.settings = settings;
        this.port = port;
        this.token = token;
        this.child = child;
    }

    /** Starts it on a free port, with data of its own and settings beyond those that every scenario needs. */
    public static LockstepServer start(
            Place place, String name, List<String> flags, List<String> spaces, Map<String, String> more, Vertx clients)
            throws IOException, TimeoutException {
        var port = freePort();
        var data = place.directory().resolve(name);
        var seed = Files.writeString(
                place.directory().resolve(name + "-seed.json"), seed(spaces).encode());
        var settings = new HashMap<>(Map.of(
                "LOCKSTEP_HTTP_PORT",
                String.valueOf(port),
                "LOCKSTEP_MANAGEMENT_PORT",
                "0",
                "LOCKSTEP_DATA_DIR",
                data.toString(),
                "LOCKSTEP_SEED",
                seed.toString(),
                "LOCKSTEP_JWT_SECRET",
                JWT_SECRET,
                "LOCKSTEP_SOCKETS_MAX_PER_USER",
                "1000000"));
        settings.putAll(more);
        var token = new Tokens(clients, JWT_SECRET, Duration.ofHours(12)).issue(new Identity(USER, USER, List.of()));
        var server = new LockstepServer(
                place, name, flags, Map.copyOf(settings), port, token, launch(place, name, flags, settings));
        place.keep(() -> server).awaitReady();
        return server;
    }

    public int port() {
        return port;
    }

    public String token() {
        return token;
    }

    public long pid() {
        return child.pid();
    }

    /** What it printed last, which may say why it does not work. */
    public String lastLine() {
        return child.lastLine();
    }

    /** PostgreSQL and Redis, as far as it started them; PostgreSQL is nobody's child. */
    public List<ProcessHandle> stores() {
        var stores = new ArrayList<>(child.descendants());
        postmaster().ifPresent(own -> {
            stores.add(own);
            stores.addAll(own.descendants().toList());
        });
        return stores;
    }

    private Optional<ProcessHandle> postmaster() {
        return process(place.directory().resolve(name).resolve("postgres").resolve("postmaster.pid"));
    }

    /** The one that left its number in this file; empty when it has ended, or never was. */
    static Optional<ProcessHandle> process(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().map(Long::valueOf).flatMap(ProcessHandle::of);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** As a power cut. */
    public void kill() {
        child.kill();
    }

    /** Begins to start it again, on the same port and data, after it was killed; without the seed, which is in the data. */
    public void launchAgain() throws IOException {
        var again = new HashMap<>(settings);
        again.remove("LOCKSTEP_SEED");
        child = launch(place, name, flags, again);
    }

    public void awaitReady() throws TimeoutException {
        child.await(READY, PATIENCE);
    }

    @Override
    public void close() {
        var postmaster = postmaster();
        child.close();
        // A server that had to be killed leaves it.
        postmaster.ifPresent(Child::end);
    }

    static Child launch(Place place, String name, List<String> flags, Map<String, String> settings) throws IOException {
        var arguments = new ArrayList<>(flags);
        arguments.addAll(List.of("-jar", jar().toString()));
        return place.java(name, arguments, settings);
    }

    private static Path jar() {
        return JARS.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no lockstep.jar: build it with mvn package"));
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static JsonObject seed(List<String> spaces) {
        var members = new JsonObject().put("user:" + USER, "editor");
        var seeded = new JsonArray();
        spaces.forEach(id -> seeded.add(new JsonObject().put("id", id).put("members", members)));
        return new JsonObject().put("spaces", seeded);
    }
}
