package io.lockstep.deploy.embedded;

import io.lockstep.deploy.StartFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * A PostgreSQL from the jar, on a free port of 127.0.0.1, whose data stay over restarts. Durable: what the library switches
 * off for tests is switched on again.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final EmbeddedPostgres server;

    private EmbeddedPostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts it on the data that are there, or on new ones. */
    public static EmbeddedPostgresServer start(DataDir dataDir) {
        var programs = dataDir.programs("postgres");
        // The library looks for leftovers of other tests in its working directory: that must not be shared with them.
        System.setProperty("ot.epg.working-dir", programs.toString());
        var log = dataDir.log("postgres");
        try {
            Orphan.stop(dataDir.postgres().resolve("postmaster.pid"), programs);
            deleteHalfUnpacked(programs);
            if (!Files.exists(dataDir.postgres().resolve("PG_VERSION"))) {
                initialise(dataDir.postgres(), programs, log);
            }
            return new EmbeddedPostgresServer(open(dataDir.postgres(), log));
        } catch (IOException | RuntimeException failure) {
            throw new StartFailure(
                    "The embedded PostgreSQL does not start: see " + log
                            + ", or set LOCKSTEP_POSTGRES_URI to a PostgreSQL of your own",
                    failure);
        }
    }

    public String uri() {
        return "postgresql://postgres@127.0.0.1:" + server.getPort() + "/postgres";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** Into another place and moved when it is whole: a start that is killed leaves no half database. */
    private static void initialise(Path data, Path programs, Path log) throws IOException {
        var draft = data.resolveSibling("postgres.new");
        Orphan.stop(draft.resolve("postmaster.pid"), programs);
        delete(draft);
        open(draft, log).close();
        Files.move(draft, data);
    }

    private static EmbeddedPostgres open(Path data, Path log) throws IOException {
        var output = Redirect.appendTo(log.toFile());
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(FreePort.find())
                .setPGStartupWait(START_TIMEOUT)
                .setLocaleConfig("locale", "C")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "100")
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setOutputRedirector(output)
                .setErrorRedirector(output)
                .start();
    }

    /** The library takes files that are there for whole ones. */
    private static void deleteHalfUnpacked(Path programs) throws IOException {
        for (var unpacked : children(programs)) {
            if (Files.isDirectory(unpacked) && !Files.exists(unpacked.resolve(".exists"))) {
                delete(unpacked);
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var found = Files.list(directory)) {
            return found.toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var found = Files.walk(directory)) {
            found.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(EmbeddedPostgresServer::delete);
        }
    }

    private static void delete(File file) {
        if (!file.delete()) {
            throw new UncheckedIOException(new IOException(file + " cannot be deleted"));
        }
    }
}
