package io.lockstep.deploy.selftest;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.metadata.Migrations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Whether the PostgreSQL that is configured can be used, and keeps what it acknowledges. */
final class PostgresChecks {
    private static final String ANSWERS = "PostgreSQL answers";
    private static final List<String> OTHERS =
            List.of("PostgreSQL version", "PostgreSQL is durable", "PostgreSQL can be written", "PostgreSQL schema");
    private static final int MIN_VERSION = 140_000;
    private static final int PER_MAJOR = 10_000;
    private static final long PATIENCE_SECONDS = 5;

    private final Vertx vertx;
    private final Report report;

    PostgresChecks(Vertx vertx, Report report) {
        this.vertx = vertx;
        this.report = report;
    }

    void skip(String why) {
        report.skip(ANSWERS, why);
        OTHERS.forEach(check -> report.skip(check, why));
    }

    void run(String uri) throws InterruptedException {
        boolean answers = report.check(
                ANSWERS,
                "start it, or correct LOCKSTEP_POSTGRES_URI (host, port, user, password, database); a firewall may be in"
                        + " between",
                () -> address(uri) + ", version " + setting(uri, "server_version"));
        if (!answers) {
            OTHERS.forEach(check -> report.skip(check, "as PostgreSQL does not answer"));
            return;
        }
        report.check(OTHERS.get(0), "use PostgreSQL 14 or newer", () -> version(uri));
        report.check(OTHERS.get(1), "look at its log", () -> durability(uri));
        report.check(
                OTHERS.get(2),
                "let its user create tables: GRANT CREATE ON SCHEMA public TO <user>, or make him the database's owner; a"
                        + " standby cannot be written, give the primary's address",
                () -> written(uri));
        report.check(OTHERS.get(3), "let its user read the table flyway_schema_history", () -> schema(uri));
    }

    private String version(String uri) throws TimeoutException {
        var number = Integer.parseInt(setting(uri, "server_version_num"));
        Finding.unless(number >= MIN_VERSION, "it is version " + number / PER_MAJOR, "use PostgreSQL 14 or newer");
        return String.valueOf(number / PER_MAJOR);
    }

    private String durability(String uri) throws TimeoutException {
        for (var name : List.of("fsync", "full_page_writes")) {
            Finding.unless(
                    setting(uri, name).equals("on"),
                    name + " is off: acknowledged writes are lost when the machine fails",
                    "set " + name + " = on in postgresql.conf and reload it");
        }
        Finding.unless(
                !setting(uri, "synchronous_commit").equals("off"),
                "synchronous_commit is off: the last acknowledged writes are lost when the server fails",
                "set synchronous_commit = on, also for this user and database (ALTER ROLE, ALTER DATABASE)");
        return "fsync on, full_page_writes on, synchronous_commit " + setting(uri, "synchronous_commit");
    }

    /** Really writes, and takes it back. */
    private String written(String uri) throws TimeoutException {
        return connected(uri)
                .compose(connection -> connection
                        .begin()
                        .compose(begun -> connection
                                .query("create table lockstep_self_test (n int)")
                                .execute()
                                .compose(created -> connection
                                        .query("insert into lockstep_self_test values (1)")
                                        .execute())
                                .eventually(begun::rollback))
                        .eventually(connection::close))
                .map("a table was made, written and taken back")
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static String schema(String uri) {
        var state = Migrations.state(uri);
        Finding.unless(
                !state.failed(),
                "a migration broke off",
                "restore the backup from before the update; or repair what it left by hand and delete its row in"
                        + " flyway_schema_history");
        Finding.unless(
                !state.isNewer(),
                "a newer Lockstep has brought it to version " + state.current() + ", this one knows " + state.newest(),
                "use the newer version; or restore the backup from before its first start");
        if (state.current().isEmpty()) {
            return "empty: the first start makes it";
        }
        return "version " + state.current()
                + (state.waiting() == 0 ? "" : ", " + state.waiting() + " newer to come with the next start");
    }

    private String setting(String uri, String name) throws TimeoutException {
        return connected(uri)
                .compose(
                        connection -> connection.query("show " + name).execute().eventually(connection::close))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return row.getString(0);
                })
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private Future<PgConnection> connected(String uri) {
        return PgConnection.connect(vertx, PgConnectOptions.fromUri(uri));
    }

    /** Without the password. */
    private static String address(String uri) {
        var options = PgConnectOptions.fromUri(uri);
        return options.getUser() + "@" + options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
    }
}
