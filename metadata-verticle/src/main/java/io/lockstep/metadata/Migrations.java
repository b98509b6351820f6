package io.lockstep.metadata;

import io.vertx.pgclient.PgConnectOptions;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date. Blocks; for a worker. Any number of verticles and nodes may run it at once: Flyway's lock
 * in the database lets one of them work, and the others find nothing left to do.
 */
final class Migrations {
    private Migrations() {}

    /** The number of migrations that this call applied. */
    static int migrate(String postgresUri) {
        var options = PgConnectOptions.fromUri(postgresUri);
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(jdbcUrl(options), options.getUser(), options.getPassword())
                .locations("classpath:io/lockstep/metadata/migration")
                .load()
                .migrate()
                .migrationsExecuted;
    }

    static String jdbcUrl(PgConnectOptions options) {
        return "jdbc:postgresql://" + options.getHost() + ":" + options.getPort() + "/" + options.getDatabase()
                + "?sslmode=" + options.getSslMode().value;
    }
}
