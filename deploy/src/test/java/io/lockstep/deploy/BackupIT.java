package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup and restore as {@code docs/operations.md} describes them, with the programs of PostgreSQL. */
class BackupIT {
    private static final String STORE = Stack.shared().postgresUri().orElseThrow();
    private static final String SPACE = "/api/v1/spaces/test:backup";

    private final Path directory;
    private final String original = "backup_" + System.nanoTime();
    private final String restored = original + "_restored";

    /** In the original before and after the backup. */
    private String before = "";

    private String after = "";

    BackupIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    static void requirePrograms() {
        Programs.require(
                Programs.find("pg_dump").isPresent()
                        && Programs.find("pg_restore").isPresent(),
                "LOCKSTEP_REQUIRE_PG_DUMP",
                "Test of backup and restore skipped: pg_dump is not on this machine (Debian: postgresql-client)");
    }

    /** Two documents in the backup, one that comes later, and the restored database. */
    @BeforeEach
    void backUpAndRestore() throws Exception {
        sql(STORE, "CREATE DATABASE " + original);
        sql(STORE, "CREATE DATABASE " + restored);
        var dump = directory.resolve("lockstep.dump").toString();
        var server = start(original);
        done(call(server, "PUT", SPACE, "{}"));
        write(server, "one");
        before = write(server, "two");
        run("pg_dump", "--format=custom", "--file=" + dump, uri(original));
        after = write(server, "lost");
        server.close().await(30, SECONDS);
        run("pg_restore", "--no-owner", "--exit-on-error", "--dbname=" + uri(restored), dump);
    }

    @AfterEach
    void drop() throws Exception {
        sql(STORE, "DROP DATABASE " + original + " WITH (FORCE)");
        sql(STORE, "DROP DATABASE " + restored + " WITH (FORCE)");
    }

    private static String uri(String database) {
        return STORE.substring(0, STORE.lastIndexOf('/') + 1) + database;
    }

    private static void sql(String uri, String statement) throws Exception {
        var vertx = Vertx.vertx();
        var pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(uri))
                .build();
        pool.query(statement).execute().await(30, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    private void run(String program, String... arguments) throws Exception {
        var output = directory.resolve(program + ".out");
        var builder = new ProcessBuilder(Programs.find(program).orElseThrow().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.command().addAll(List.of(arguments));
        var code = builder.start().waitFor();
        assertThat(code).as(Files.readString(output, UTF_8)).isZero();
    }

    private Lockstep start(String database) throws Exception {
        return Lockstep.start(LockstepConfig.of(Map.of(
                        "LOCKSTEP_HTTP_PORT",
                        "0",
                        "LOCKSTEP_MANAGEMENT_PORT",
                        "0",
                        "LOCKSTEP_DATA_DIR",
                        directory.resolve(database).toString(),
                        "LOCKSTEP_SEED",
                        "demo.json",
                        "LOCKSTEP_POSTGRES_URI",
                        uri(database),
                        "LOCKSTEP_REDIS_URI",
                        Stack.shared().redisUri().orElseThrow() + "/1",
                        "LOCKSTEP_REDIS_NAMESPACE",
                        database + ":")))
                .await(120, SECONDS);
    }

    private static HttpResponse<String> call(Lockstep server, String method, String path, String body)
            throws Exception {
        return new Rest(server.httpPort(), "admin").send(method, path, new JsonObject(body));
    }

    @CanIgnoreReturnValue
    private static JsonObject done(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }

    /** The cursor after the write. */
    @CanIgnoreReturnValue
    private static String write(Lockstep server, String document) throws Exception {
        done(call(server, "PUT", SPACE + "/documents/" + document, "{\"fields\":{\"title\":\"" + document + "\"}}"));
        return done(call(server, "GET", SPACE, "{}")).getString("cursor");
    }

    private static HttpResponse<String> changes(Lockstep server, String cursor) throws Exception {
        return call(server, "GET", SPACE + "/changes?since=" + cursor, "{}");
    }

    @Test
    void restored_server_has_what_was_there_at_the_backup() throws Exception {
        var server = start(restored);

        assertThat(call(server, "GET", SPACE + "/documents/two", "{}").statusCode())
                .isEqualTo(200);
        assertThat(call(server, "GET", SPACE + "/documents/lost", "{}").statusCode())
                .isEqualTo(404);
        assertThat(changes(server, before).statusCode()).isEqualTo(200);
        server.close().await(30, SECONDS);
    }

    @Test
    void cursor_from_after_the_backup_would_miss_changes_unless_the_epoch_is_renewed() throws Exception {
        // Given
        var careless = start(restored);
        write(careless, "new");
        assertThat(changes(careless, after).body())
                .as("a change that this client has never seen")
                .doesNotContain("\"new\"");
        careless.close().await(30, SECONDS);

        // When
        sql(uri(restored), "UPDATE space SET epoch = epoch + 1");
        var careful = start(restored);

        // Then
        assertThat(changes(careful, after).statusCode()).isEqualTo(410);
        assertThat(changes(careful, before).statusCode()).isEqualTo(410);
        var cursor = write(careful, "newer");
        assertThat(changes(careful, cursor).statusCode()).isEqualTo(200);
        careful.close().await(30, SECONDS);
    }
}
