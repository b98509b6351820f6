package io.lockstep.metadata;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A durable PostgreSQL of one test, which kills it and starts it again on the same port and the same data. */
final class OwnPostgres implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long END_SECONDS = 10;

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private OwnPostgres(Path data, int port) throws IOException {
        this.data = data;
        this.port = port;
        this.server = open(data, port);
    }

    static OwnPostgres start(Path directory) throws IOException {
        return new OwnPostgres(directory.resolve("data"), freePort());
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    String uri() {
        return "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres";
    }

    /** Kills the server and all its processes, as {@code kill -9} does: nothing is flushed, nobody is told. */
    void kill() throws Exception {
        var first = ProcessHandle.of(pid()).orElseThrow();
        var all = Stream.concat(Stream.of(first), first.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (var process : all) {
            process.onExit().get(END_SECONDS, SECONDS);
        }
    }

    /** Starts it on what the killed one had on its disk. The library logs that it cannot stop the one that is dead. */
    void startAgain() throws IOException {
        server.close();
        server = open(data, port);
    }

    private long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    }

    private static EmbeddedPostgres open(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(START_TIMEOUT)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
