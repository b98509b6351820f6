package io.lockstep.metadata;

import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.UPSERT;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.metadata.Written;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A deadlock and a serialization failure of the service's own transaction are repeated, not shown. */
final class CollisionIT {
    private final Vertx vertx = Vertx.vertx();
    private final String uri = TestPostgres.migratedDatabase();
    private PgMetadataStore store;
    private Rig rig;

    /** The settings of the database hold for connections that are opened after them. */
    @BeforeEach
    void open() {
        var database = uri.substring(uri.lastIndexOf('/') + 1);
        TestPostgres.execute("alter database " + database + " set default_transaction_isolation to 'serializable'");
        TestPostgres.execute("alter database " + database + " set deadlock_timeout to '100ms'");
        store = PgMetadataStore.open(vertx, MetadataConfig.ofUri(uri));
        rig = new Rig(store, Turns.of(vertx)).withSpace();
        rig.write(EDITOR, "d", CREATE, json("n", 1));
    }

    @AfterEach
    void close() throws Exception {
        store.close().await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    @Test
    void a_serialization_failure_is_repeated() throws Exception {
        try (var other = transaction();
                var control = transaction()) {
            // Given a transaction that changed the space, and two behind it: the service's and one like it
            execute(other, "update space set title = 'changed' where id = '" + rig.space + "'");
            var write = write("op");
            var like = inBackground(control, lockSpace());
            awaitWaiting(2);

            // When
            other.commit();

            // Then the one like it fails, and the service's was repeated
            assertThatThrownBy(like::join)
                    .hasCauseInstanceOf(SQLException.class)
                    .cause()
                    .extracting("SQLState")
                    .isEqualTo("40001");
            assertWrittenOnce(write.await(10, SECONDS));
        }
    }

    @Test
    void a_deadlock_is_repeated() throws Exception {
        try (var other = transaction();
                var gate = transaction()) {
            // Given the service's transaction, which holds the space and waits at a gate before it writes the document,
            // and another one, which holds the document, waits for the space, and is the last to look for deadlocks
            execute(gate, "lock table member in access exclusive mode");
            var write = write("op");
            awaitWaiting(1);
            execute(other, "set local deadlock_timeout to '1min'");
            execute(other, "select from document where space = '" + rig.space + "' and id = 'd' for no key update");
            var takesOver = inBackground(other, lockSpace());
            awaitWaiting(2);

            // When
            gate.commit();

            // Then the other one gets the space while it still holds the document: the service had to let it go
            assertThat(takesOver.get(10, SECONDS)).isTrue();
            other.commit();
            assertWrittenOnce(write.await(10, SECONDS));
        }
    }

    private Future<Written> write(String operation) {
        return rig.start(() ->
                rig.documents.write(rig.named(operation, rig.request(EDITOR, "d", UPSERT, json("n", 2)))));
    }

    private void assertWrittenOnce(Written written) {
        assertThat(written).extracting("revision", "seq", "changed").containsExactly(2L, 2L, true);
        assertThat(rig.changes(null, 10).changes()).hasSize(2);
        assertThat(rig.read("d").fields()).isEqualTo(json("n", 2));
    }

    private String lockSpace() {
        return "select from space where id = '" + rig.space + "' for no key update";
    }

    private Connection transaction() throws SQLException {
        var connection = TestPostgres.connect(uri);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static CompletableFuture<Boolean> inBackground(Connection connection, String sql) {
        var done = new CompletableFuture<Boolean>();
        new Thread(() -> {
                    try {
                        execute(connection, sql);
                        done.complete(true);
                    } catch (SQLException failure) {
                        done.completeExceptionally(failure);
                    }
                })
                .start();
        return done;
    }

    /** Until PostgreSQL says that so many transactions wait for a lock. */
    private void awaitWaiting(int count) throws SQLException {
        try (var watch = TestPostgres.connect(uri);
                var statement = watch.createStatement()) {
            int waiting = 0;
            while (waiting < count) {
                try (var rows = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and wait_event_type = 'Lock'")) {
                    waiting = rows.next() ? rows.getInt(1) : 0;
                }
            }
        }
    }
}
