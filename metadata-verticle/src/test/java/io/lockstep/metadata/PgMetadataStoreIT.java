package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.CURSOR_GONE;
import static io.lockstep.contract.FailureCode.UNAVAILABLE;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.UPSERT;
import static io.lockstep.metadata.Rig.ADMIN;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.WhenLocksAreAway;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.WriteDocument;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The suite against PostgreSQL, and what only a real database can show. */
final class PgMetadataStoreIT extends MetadataStoreContract {
    private static String uri;
    private static Vertx vertx;
    private static PgMetadataStore store;
    private static Turns turns;

    @BeforeAll
    static void open() {
        uri = TestPostgres.migratedDatabase();
        vertx = Vertx.vertx();
        store = PgMetadataStore.open(vertx, MetadataConfig.ofUri(uri));
        turns = Turns.of(vertx);
    }

    @AfterAll
    static void close() throws Exception {
        store.close().await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    @Override
    public MetadataStore store() {
        return store;
    }

    @Override
    Turns turns() {
        return turns;
    }

    @Test
    void eight_writers_of_one_space_get_a_gapless_feed_in_commit_order() throws Exception {
        // Given two services, as on two nodes, each with its own queue and connections
        var one = rig();
        var otherStore = PgMetadataStore.open(vertx, MetadataConfig.ofUri(uri));
        var other = new Rig(otherStore, Turns.of(vertx));

        // When
        var writers = IntStream.range(0, 4)
                .boxed()
                .flatMap(n -> Stream.of(writer(one, "one", one.space), writer(other, "other", one.space)))
                .toList();
        Future.all(writers).await(60, SECONDS);

        // Then
        var expected = LongStream.rangeClosed(1, 1000).boxed().toList();
        var answered = writers.stream().flatMap(writer -> writer.result().stream());
        var feed = one.changes(null, 1000).changes();
        assertThat(answered).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(feed).extracting(Event.Changed::seq).isEqualTo(expected);
        assertThat(one.events).as("published in order").isEqualTo(writtenBy("one", feed));
        assertThat(other.events).as("published in order").isEqualTo(writtenBy("other", feed));
        otherStore.close().await(10, SECONDS);
    }

    @Test
    void requests_succeed_again_after_every_connection_was_killed() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("n", 0));

        // When
        killConnections();
        var written = rig.write(EDITOR, "d", UPSERT, json("n", 1));

        // Then
        assertThat(written.seq()).isEqualTo(2);
        assertThat(rig.read("d").fields()).isEqualTo(json("n", 1));
    }

    @Test
    void a_transaction_killed_half_way_leaves_nothing_and_does_not_pretend() {
        // Given a transaction that is killed after it read
        var rig = rig();
        var write = Write.of(rig.request(EDITOR, "d", CREATE, json("n", 1)), "");

        // When
        var refusal = rig.refusal(() -> store.documents().commit(List.of(write), standing -> {
            killConnections();
            return new WriteRules(1000).decide(List.of(write), standing, rig.clock.instant());
        }));

        // Then
        assertThat(refusal.code()).isEqualTo(UNAVAILABLE);
        assertThat(rig.list(null, 10).documents()).isEmpty();
        assertThat(rig.changes(null, 10).changes()).isEmpty();
        assertThat(rig.write(EDITOR, "d", CREATE, json("n", 1)).seq()).isEqualTo(1);
    }

    @Test
    void a_database_that_is_not_there_is_unavailable() throws Exception {
        // Given
        var nowhere = PgMetadataStore.open(vertx, MetadataConfig.ofUri("postgresql://a:b@127.0.0.1:1/none"));
        var rig = new Rig(nowhere, Turns.of(vertx));

        // When
        var refusal = rig.refusedWrite(EDITOR, "d", CREATE, json());

        // Then
        assertThat(refusal.code()).isEqualTo(UNAVAILABLE);
        nowhere.close().await(10, SECONDS);
    }

    @Test
    void a_database_that_is_stuck_is_unavailable_in_bounded_time() throws Exception {
        // Given a pool whose connections all wait for a lock, and a full queue
        var rig = rig();
        var config = new MetadataConfig(
                uri,
                2,
                1,
                false,
                1,
                1,
                1,
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                1,
                WhenLocksAreAway.REFUSE,
                Duration.ofDays(7));
        var small = PgMetadataStore.open(vertx, config);
        Supplier<Future<Optional<Seen<Document>>>> read =
                () -> small.documents().readDocument(Set.of(), new DocumentKey(rig.space, "d"), null);
        try (var blocker = TestPostgres.connect(uri)) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("lock table document in access exclusive mode");

            // When
            var reads = IntStream.range(0, 4)
                    .mapToObj(n -> rig.<Object>start(
                            () -> read.get().<Object>map(end -> end).recover(Future::succeededFuture)))
                    .toList();
            Future.all(reads).await(10, SECONDS);

            // Then
            assertThat(reads)
                    .allSatisfy(end -> assertThat(end.result())
                            .isInstanceOfSatisfying(
                                    ServiceException.class,
                                    failure -> assertThat(failure.code()).isEqualTo(UNAVAILABLE)));
            blocker.rollback();
        }
        assertThat(rig.await(read)).isEmpty();
        small.close().await(10, SECONDS);
    }

    @Test
    void members_added_at_the_same_time_are_all_kept() throws Exception {
        // Given
        var rig = rig();

        // When
        var added = IntStream.range(0, 20)
                .mapToObj(n -> new PutMembers(ADMIN, rig.space, Map.of("user:u" + n, Role.VIEWER), null))
                .map(request -> turns.run(() -> rig.spaces.putMembers(request)))
                .toList();
        Future.all(added).await(10, SECONDS);

        // Then
        var last = rig.await(() -> rig.spaces.putMembers(new PutMembers(ADMIN, rig.space, null, null)));
        assertThat(last.members()).hasSize(24);
        assertThat(added).extracting(space -> space.result().role()).containsOnly(Role.MANAGER);
        assertThat(rig.events)
                .extracting(event -> ((Event.AccessChanged) event).accessVersion())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(2, 21).boxed().toList());
    }

    @Test
    void a_batch_that_is_too_large_for_one_statement_is_stored_all_the_same() {
        // Given
        var rig = rig();
        var text = "x".repeat(90_000);
        var writes = IntStream.range(0, 60)
                .mapToObj(n -> rig.request(EDITOR, "d" + n, CREATE, json("text", text)))
                .toArray(WriteDocument[]::new);

        // When
        var answers = rig.writeTogether(writes);

        // Then
        assertThat(answers)
                .extracting(WritingContract::summary)
                .contains("1/1", "1/60")
                .doesNotHaveDuplicates();
        assertThat(rig.list(null, 100).documents()).hasSize(60);
    }

    @Test
    void a_cursor_below_the_floor_is_gone_and_the_feed_begins_after_it() {
        // Given
        var rig = rig();
        var first = rig.write(EDITOR, "a", CREATE, json());
        var second = rig.write(EDITOR, "b", CREATE, json());
        rig.write(EDITOR, "c", CREATE, json());
        TestPostgres.executeIn(uri, "update space set floor = 2 where id = '" + rig.space + "'");

        // When
        var gone = rig.refusal(() -> rig.documents.changes(new ListChanges(VIEWER, rig.space, first.cursor(), 10)));

        // Then
        assertThat(gone.code()).isEqualTo(CURSOR_GONE);
        assertThat(rig.changes(second.cursor(), 10).changes()).hasSize(1);
        assertThat(rig.changes(null, 10).changes())
                .extracting(Event.Changed::seq)
                .containsExactly(3L);
    }

    @Test
    void the_schema_may_be_migrated_by_many_at_once() throws Exception {
        // Given
        var empty = TestPostgres.emptyDatabase();

        // When
        var migrations = IntStream.range(0, 3)
                .mapToObj(n -> vertx.executeBlocking(() -> Migrations.migrate(empty), false))
                .toList();
        Future.all(migrations).await(60, SECONDS);

        // Then
        assertThat(migrations.stream().mapToInt(Future::result).sum())
                .isEqualTo(Migrations.migrate(TestPostgres.emptyDatabase()));
    }

    /** Writes 125 documents one after the other, and gives their seqs. */
    private static Future<List<Long>> writer(Rig rig, String user, String space) {
        var actor = new Actor(user, List.of(Actor.ADMIN_GROUP), null);
        var write = new WriteDocument(actor, space, null, CREATE, json("a", 1), null, null, null, null, null);
        Future<List<Long>> seqs = Future.succeededFuture(new ArrayList<>());
        for (int n = 0; n < 125; n++) {
            seqs = seqs.compose(
                    done -> rig.start(() -> rig.documents.write(write)).map(written -> {
                        done.add(written.seq());
                        return done;
                    }));
        }
        return seqs;
    }

    private static List<Event.Changed> writtenBy(String user, List<Event.Changed> feed) {
        return feed.stream().filter(change -> change.actor().equals(user)).toList();
    }

    private static void killConnections() {
        TestPostgres.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lockstep-metadata'");
    }
}
