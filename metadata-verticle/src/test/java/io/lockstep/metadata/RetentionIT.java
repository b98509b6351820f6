package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.CURSOR_GONE;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.UPSERT;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.WriteBatch;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the retention forgets in a real PostgreSQL, by a clock in the test's hand. */
final class RetentionIT {
    private static final Duration WEEK = Duration.ofDays(7);

    private final String uri = TestPostgres.migratedDatabase();
    private final Vertx vertx = Vertx.vertx();
    private final PgMetadataStore store = PgMetadataStore.open(vertx, MetadataConfig.ofUri(uri));
    private Rig rig;
    private Retention retention;

    @BeforeEach
    void open() {
        rig = new Rig(store, Turns.of(vertx)).withSpace();
        retention = store.retention(rig.clock, WEEK);
    }

    @AfterEach
    void close() throws Exception {
        store.close().await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    @Test
    void old_changes_are_forgotten_and_older_cursors_are_gone() {
        // Given 1,100 old changes, which take several turns, and two newer ones
        writeAll("one");
        var old = rig.changes(null, 1000).cursor();
        writeAll("two");
        rig.clock.move(Duration.ofMillis(1));
        rig.write(EDITOR, "exactly", CREATE, json());
        var kept = rig.list(null, 1).cursor();
        rig.clock.move(WEEK);
        rig.write(EDITOR, "newer", CREATE, json());

        // When
        var forgotten = rig.await(retention::run);
        var again = rig.await(retention::run);

        // Then
        assertThat(forgotten).isEqualTo(1100);
        assertThat(again).isZero();
        assertThat(rig.changes(null, 10).changes())
                .extracting(Event.Changed::document)
                .containsExactly("exactly", "newer");
        assertThat(rig.changes(kept, 10).changes())
                .extracting(Event.Changed::document)
                .containsExactly("newer");
        assertThat(rig.refusal(() -> rig.documents.changes(new ListChanges(VIEWER, rig.space, old, 10)))
                        .code())
                .isEqualTo(CURSOR_GONE);
        assertThat(rig.read("d0").fields()).isEqualTo(json("by", "two"));
    }

    @Test
    void a_feed_that_was_forgotten_as_a_whole_goes_on_counting() {
        // Given
        rig.write(EDITOR, "d", CREATE, json());
        var head = rig.write(EDITOR, "e", CREATE, json()).cursor();
        rig.clock.move(WEEK.plusMillis(1));

        // When
        rig.await(retention::run);
        var next = rig.write(EDITOR, "f", CREATE, json());

        // Then
        assertThat(next.seq()).isEqualTo(3);
        assertThat(rig.changes(head, 10).changes())
                .extracting(Event.Changed::seq)
                .containsExactly(3L);
    }

    @Test
    void answers_of_named_writes_are_kept_as_long_as_the_feed() {
        // Given
        var write = rig.named("op", rig.request(EDITOR, "d", UPSERT, json("n", 1)));
        rig.write(write);
        TestPostgres.executeIn(uri, "update operation set at = '" + rig.clock.instant() + "'");
        rig.clock.move(WEEK);
        rig.await(retention::run);
        rig.write(EDITOR, "d", UPSERT, json("n", 2));
        var kept = rig.write(write);
        rig.clock.move(Duration.ofMillis(1));

        // When
        rig.await(retention::run);
        var done = rig.write(write);

        // Then
        assertThat(kept.revision()).isEqualTo(1);
        assertThat(done.revision()).isEqualTo(3);
    }

    private void writeAll(String by) {
        var writes = IntStream.range(0, 550)
                .mapToObj(i -> rig.request(EDITOR, "d" + i, UPSERT, json("by", by)))
                .toList();
        var answers = rig.await(() -> rig.documents.batch(new WriteBatch(writes)));
        assertThat(answers.results()).hasSize(550);
    }
}
