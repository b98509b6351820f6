package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.UNAVAILABLE;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.UPSERT;
import static io.lockstep.metadata.Rig.ADMIN;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.WriteDocument;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("n", 0));

        killConnections();
        var written = rig.write(EDITOR, "d", UPSERT, json("n", 1));

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
        var nowhere = PgMetadataStore.open(vertx, MetadataConfig.ofUri("postgresql://a:b@127.0.0.1:1/none"));
        var rig = new Rig(nowhere, Turns.of(vertx));

        var refusal = rig.refusedWrite(EDITOR, "d", CREATE, json());

        assertThat(refusal.code()).isEqualTo(UNAVAILABLE);
        nowhere.close().await(10, SECONDS);
    }

    @Test
    void members_added_at_the_same_time_are_all_kept() throws Exception {
        var rig = rig();

        var added = IntStream.range(0, 20)
                .mapToObj(n -> new PutMembers(ADMIN, rig.space, Map.of("user:u" + n, Role.VIEWER), null))
                .map(request -> turns.run(() -> rig.spaces.putMembers(request)))
                .toList();
        Future.all(added).await(10, SECONDS);

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
        var rig = rig();
        var text = "x".repeat(90_000);
        var writes = IntStream.range(0, 60)
                .mapToObj(n -> rig.request(EDITOR, "d" + n, CREATE, json("text", text)))
                .toArray(WriteDocument[]::new);

        var answers = rig.writeTogether(writes);

        assertThat(answers)
                .extracting(WritingContract::summary)
                .contains("1/1", "1/60")
                .doesNotHaveDuplicates();
        assertThat(rig.list(null, 100).documents()).hasSize(60);
    }

    @Test
    void the_schema_may_be_migrated_by_many_at_once() throws Exception {
        var empty = TestPostgres.emptyDatabase();

        var migrations = IntStream.range(0, 3)
                .mapToObj(n -> vertx.executeBlocking(() -> Migrations.migrate(empty), false))
                .toList();
        Future.all(migrations).await(60, SECONDS);

        assertThat(migrations).extracting(Future::result).containsExactlyInAnyOrder(1, 0, 0);
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
