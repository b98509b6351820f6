package io.lockstep.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/**
 * A PostgreSQL that counts its statements exactly, by pg_stat_statements: the one in the jar, as durable as the server
 * starts it, with one setting more.
 */
public final class CountingPostgres implements AutoCloseable {
    private final EmbeddedPostgres server;

    private CountingPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    public static CountingPostgres start(Path directory) throws IOException {
        System.setProperty(
                "ot.epg.working-dir", directory.resolve("postgres-programs").toString());
        var log = Redirect.appendTo(directory.resolve("postgres.log").toFile());
        return new CountingPostgres(EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .setRegisterShutdownHook(false)
                .setLocaleConfig("locale", "C")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "100")
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .start());
    }

    public String uri() {
        return "postgresql://postgres@127.0.0.1:" + server.getPort() + "/postgres";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
