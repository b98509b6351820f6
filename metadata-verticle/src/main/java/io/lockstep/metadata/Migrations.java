package io.lockstep.metadata;

import io.vertx.pgclient.PgConnectOptions;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Brings the schema up to date. Blocks; for a worker. Any number of verticles and nodes may run it at once: Flyway's lock
 * in the database lets one of them work, and the others find nothing left to do.
 */
public final class Migrations {
    private Migrations() {}

    /**
     * How far a database has been brought.
     *
     * @param current the last migration that was made; empty for none
     * @param newest the last one that this program knows
     * @param waiting how many are still to be made
     * @param failed whether one of them broke off
     * @param isNewer whether a newer program has been here
     */
    public record State(String current, String newest, int waiting, boolean failed, boolean isNewer) {}

    /** Looks, and changes nothing. Blocks. */
    public static State state(String postgresUri) {
        var info = flyway(postgresUri).info();
        var all = info.all();
        var known = Arrays.stream(all)
                .filter(migration -> !migration.getState().name().startsWith("FUTURE"))
                .toList();
        return new State(
                info.current() == null ? "" : version(info.current()),
                known.isEmpty() ? "" : version(known.get(known.size() - 1)),
                info.pending().length,
                Arrays.stream(all).anyMatch(migration -> migration.getState().isFailed()),
                known.size() < all.length);
    }

    private static String version(MigrationInfo migration) {
        return String.valueOf(migration.getVersion());
    }

    /** The number of migrations that this call applied. */
    static int migrate(String postgresUri) {
        return flyway(postgresUri).migrate().migrationsExecuted;
    }

    private static Flyway flyway(String postgresUri) {
        var options = PgConnectOptions.fromUri(postgresUri);
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(jdbcUrl(options), options.getUser(), options.getPassword())
                .locations("classpath:io/lockstep/metadata/migration")
                .load();
    }

    static String jdbcUrl(PgConnectOptions options) {
        return "jdbc:postgresql://" + options.getHost() + ":" + options.getPort() + "/" + options.getDatabase()
                + "?sslmode=" + options.getSslMode().value;
    }
}
