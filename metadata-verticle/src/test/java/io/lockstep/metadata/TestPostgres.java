package io.lockstep.metadata;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The one PostgreSQL of this JVM; every test class takes a fresh database. */
final class TestPostgres {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    /** The URI of a new database with the schema in it. */
    static String migratedDatabase() {
        var uri = emptyDatabase();
        Migrations.migrate(uri);
        return uri;
    }

    static String emptyDatabase() {
        var name = "test" + DATABASES.incrementAndGet();
        execute("create database " + name);
        return "postgresql://postgres:postgres@127.0.0.1:" + SERVER.getPort() + "/" + name;
    }

    /** Runs a statement as the owner of the server. */
    static void execute(String sql) {
        execute("postgres", sql);
    }

    /** Runs a statement in the database with this URI. */
    static void executeIn(String uri, String sql) {
        execute(uri.substring(uri.lastIndexOf('/') + 1), sql);
    }

    /** A connection to the database with this URI. */
    static Connection connect(String uri) throws SQLException {
        return SERVER.getDatabase("postgres", uri.substring(uri.lastIndexOf('/') + 1))
                .getConnection();
    }

    private static void execute(String database, String sql) {
        try (var connection = SERVER.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            var server = EmbeddedPostgres.builder()
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("fsync", "off")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
