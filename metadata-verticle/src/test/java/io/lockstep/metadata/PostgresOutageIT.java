package io.lockstep.metadata;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.WhenLocksAreAway;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL is killed and started again, round after round, under eight writers on two nodes who repeat each write under
 * its name until it is acknowledged, or give it up; then their notes are compared with the feed. {@code -Dseed=} repeats
 * what they choose to do, {@code -Drounds=} goes on for longer.
 */
final class PostgresOutageIT {
    private static final int WRITERS = 8;
    private static final int WRITES_BETWEEN = 150;

    private final int rounds = Integer.getInteger("rounds", 3);
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Vertx vertx = Vertx.vertx();

    @Test
    void no_acknowledged_write_is_missing_and_none_took_effect_twice(@TempDir Path directory) throws Exception {
        System.out.println("PostgresOutageIT: replay the choices with -Dseed=" + seed);
        try (var postgres = OwnPostgres.start(directory)) {
            // Given
            Migrations.migrate(postgres.uri());
            var stores = List.of(open(postgres), open(postgres));
            var one = new Rig(stores.get(0), Turns.of(vertx)).withSpace();
            var other = new Rig(stores.get(1), Turns.of(vertx), WhenLocksAreAway.REFUSE, one.space);
            var record = new WriteRecord();

            // When
            var writers = IntStream.range(0, WRITERS)
                    .mapToObj(n -> new StubbornWriter("w" + n, n % 2 == 0 ? one : other, record, new Random(seed + n)))
                    .toList();
            var ends = writers.stream().map(writer -> writer.run(vertx)).toList();
            for (int round = 0; round < rounds; round++) {
                record.awaitAcknowledged(WRITES_BETWEEN);
                postgres.kill();
                record.awaitUnavailable(WRITERS);
                postgres.startAgain();
            }
            record.awaitAcknowledged(WRITES_BETWEEN);
            writers.forEach(StubbornWriter::end);
            Future.all(ends).await(60, SECONDS);

            // Then
            assertPromisesKept(record, one);
            for (var store : stores) {
                store.close().await(10, SECONDS);
            }
        }
        vertx.close().await(10, SECONDS);
    }

    private PgMetadataStore open(OwnPostgres postgres) {
        return PgMetadataStore.open(vertx, MetadataConfig.ofUri(postgres.uri()));
    }

    private void assertPromisesKept(WriteRecord record, Rig rig) {
        var feed = feed(rig);
        System.out.println("PostgresOutageIT: " + record.summary() + ", changes " + feed.size());
        assertThat(record.otherFailures()).isEmpty();
        assertThat(feed)
                .as("the feed has no hole")
                .extracting(Event.Changed::seq)
                .isEqualTo(LongStream.rangeClosed(1, feed.size()).boxed().toList());
        assertThat(feed)
                .as("no operation took effect twice")
                .extracting(StubbornWriter::operation)
                .doesNotHaveDuplicates();
        assertThat(feed)
                .as("every acknowledged write is where its answer says, and of the others only those given up")
                .filteredOn(change -> !record.hasGivenUp(StubbornWriter.operation(change)))
                .extracting(change -> StubbornWriter.operation(change) + " " + change.document() + " "
                        + change.revision() + " " + change.seq())
                .containsExactlyInAnyOrderElementsOf(record.acknowledged());
        for (var document : StubbornWriter.DOCUMENTS) {
            var own = feed.stream()
                    .filter(change -> change.document().equals(document))
                    .toList();
            assertThat(own)
                    .as("the revisions have no hole")
                    .extracting(Event.Changed::revision)
                    .isEqualTo(LongStream.rangeClosed(1, own.size()).boxed().toList());
            assertThat(rig.read(document).fields())
                    .isEqualTo(own.get(own.size() - 1).patch());
        }
    }

    private static List<Event.Changed> feed(Rig rig) {
        var feed = new ArrayList<Event.Changed>();
        var page = rig.changes(null, 1000);
        feed.addAll(page.changes());
        while (page.pending() > 0) {
            page = rig.changes(page.cursor(), 1000);
            feed.addAll(page.changes());
        }
        return feed;
    }
}
