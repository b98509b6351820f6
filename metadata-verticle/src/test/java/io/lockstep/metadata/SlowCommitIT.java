package io.lockstep.metadata;

import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.WhenLocksAreAway;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction that has taken its place in a feed and is slow to commit is never skipped by a reader. */
final class SlowCommitIT {
    private final String uri = TestPostgres.migratedDatabase();
    private final Vertx vertx = Vertx.vertx();
    private final PgMetadataStore store = PgMetadataStore.open(vertx, MetadataConfig.ofUri(uri));
    private final PgMetadataStore otherStore = PgMetadataStore.open(vertx, MetadataConfig.ofUri(uri));
    private Rig rig;
    private Rig otherNode;
    private Connection slow;

    @BeforeEach
    void open() throws SQLException {
        rig = new Rig(store, Turns.of(vertx)).withSpace();
        otherNode = new Rig(otherStore, Turns.of(vertx), WhenLocksAreAway.REFUSE, rig.space);
        rig.write(EDITOR, "first", CREATE, json());
        slow = TestPostgres.connect(uri);
        slow.setAutoCommit(false);
    }

    @AfterEach
    void close() throws Exception {
        slow.close();
        Future.all(store.close(), otherStore.close()).await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    @Test
    void readers_see_a_feed_without_a_hole_before_and_after_a_slow_commit() throws Exception {
        // Given a transaction that holds seq 2, as a batch does, and writers behind it
        takeSeqTwo();
        var behind = writers(rig, "one");
        var alsoBehind = writers(otherNode, "two");
        awaitWaitingBatches(2);

        // When readers read while it is open, and again from where they were once it has ended
        var whileOpen = rig.changes(null, 100);
        var elsewhere = new Rig(store, Turns.of(vertx)).withSpace();
        var notHeldUp = elsewhere.write(EDITOR, "d", CREATE, json());
        slow.commit();
        Future.all(behind).await(20, SECONDS);
        Future.all(alsoBehind).await(20, SECONDS);
        var afterwards = otherNode.changes(whileOpen.cursor(), 100);

        // Then
        assertThat(seqs(whileOpen.changes())).containsExactly(1L);
        assertThat(whileOpen.pending()).isZero();
        assertThat(notHeldUp.seq()).isEqualTo(1);
        assertThat(seqs(afterwards.changes()))
                .isEqualTo(
                        IntStream.rangeClosed(2, 22).mapToObj(seq -> (long) seq).toList());
        assertThat(afterwards.changes().get(0).document()).isEqualTo("slow");
    }

    @Test
    void a_slow_transaction_that_rolls_back_leaves_no_hole() throws Exception {
        // Given
        takeSeqTwo();
        var behind = writers(rig, "one");
        awaitWaitingBatches(1);
        var cursor = rig.changes(null, 100).cursor();

        // When
        slow.rollback();
        Future.all(behind).await(20, SECONDS);

        // Then
        assertThat(seqs(rig.changes(cursor, 100).changes()))
                .isEqualTo(
                        IntStream.rangeClosed(2, 11).mapToObj(seq -> (long) seq).toList());
    }

    private void takeSeqTwo() throws SQLException {
        try (var statement = slow.createStatement()) {
            var where = " where id = '" + rig.space + "'";
            statement.execute("select id from space" + where + " for no key update");
            statement.execute("update space set seq = 2" + where);
            statement.execute("insert into change (space, seq, document, revision, verb, patch, etag, actor, at,"
                    + " access_version) values ('" + rig.space
                    + "', 2, 'slow', 1, 'created', '{}', 'e', 'alice', now(), 1)");
        }
    }

    private static List<Future<Written>> writers(Rig rig, String name) {
        return IntStream.range(0, 10)
                .mapToObj(i ->
                        rig.start(() -> rig.documents.write(rig.request(EDITOR, name + i, CREATE, json("n", i)))))
                .toList();
    }

    /** Until PostgreSQL says that so many transactions wait for the space. */
    private void awaitWaitingBatches(int count) throws SQLException {
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

    private static List<Long> seqs(List<Event.Changed> changes) {
        return changes.stream().map(Event.Changed::seq).toList();
    }
}
