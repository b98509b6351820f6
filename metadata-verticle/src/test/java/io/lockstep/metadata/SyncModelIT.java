package io.lockstep.metadata;

import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.WhenLocksAreAway;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.metadata.SyncClient.Held;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Writes, deletes and reconciles at random on two nodes, whose clocks go their own way and also back, while clients of all
 * kinds keep copies: whenever one of them is up to date, and in the end, its copy must be exactly what is stored. Some
 * transactions take their time and are held open while clients read. {@code -Dseed=} replays a run, {@code -Dsteps=} makes
 * it longer.
 */
final class SyncModelIT {
    private static final List<String> DOCUMENTS =
            IntStream.rangeClosed(1, 12).mapToObj(String::valueOf).toList();
    private static final List<String> SOURCED =
            IntStream.rangeClosed(9, 18).mapToObj(String::valueOf).toList();
    private static final List<Integer> PAUSES =
            List.of(1, 250, 500, 750, 1000, 2000, 5000, -250, -1000, -3000, -60_000);
    private static final Set<FailureCode> REFUSALS = Set.of(FailureCode.NOT_FOUND, FailureCode.REVISION_CONFLICT);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final int steps = Integer.getInteger("steps", 300);
    private final Random random = new Random(seed);
    private final String uri = TestPostgres.migratedDatabase();
    private final Vertx vertx = Vertx.vertx();
    private final List<PgMetadataStore> stores = Stream.generate(
                    () -> PgMetadataStore.open(vertx, MetadataConfig.ofUri(uri)))
            .limit(2)
            .toList();
    private final ModelSource source = new ModelSource(random, SOURCED);
    private final List<SyncClient> clients = List.of(
            TimedClient.inSeconds(),
            TimedClient.inMillis(),
            new ChunkedClient(1),
            new ChunkedClient(3),
            new FeedClient(3),
            new FeedClient(1000));
    private List<Rig> nodes = List.of();
    private Connection gate;
    /** Of its own: within a transaction the activity stays as it was first seen. */
    private Connection watch;

    @BeforeEach
    void open() throws SQLException {
        var rig = new Rig(stores.get(0), Turns.of(vertx)).withSpace();
        nodes = List.of(rig, new Rig(stores.get(1), Turns.of(vertx), WhenLocksAreAway.REFUSE, rig.space));
        gate = TestPostgres.connect(uri);
        gate.setAutoCommit(false);
        watch = TestPostgres.connect(uri);
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
        watch.close();
        for (var store : stores) {
            store.close().await(10, SECONDS);
        }
        vertx.close().await(10, SECONDS);
    }

    @Test
    void every_client_ends_with_what_is_stored_and_misses_no_change() throws Exception {
        System.out.println("SyncModelIT: replay with -Dseed=" + seed + " -Dsteps=" + steps);
        // When
        for (int step = 0; step < steps; step++) {
            act(step);
        }
        source.reconcile(node(), false);

        // Then what a client is at, and one more run, brings it up to date
        for (var client : clients) {
            synchroniseAll(client);
            synchroniseAll(client);
            assertCurrent(client, steps);
        }
        var stored = stored();
        source.documents()
                .forEach((id, fields) -> assertThat(stored.get(id))
                        .as("document %s of seed %d", id, seed)
                        .extracting(Held::fields)
                        .isEqualTo(fields));
        assertThat(nodes.get(0).changes(null, 1000).changes())
                .as("enough happened")
                .hasSizeGreaterThan(steps / 8);
    }

    private void act(int step) throws Exception {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> attempt(write(node(), null));
            case 3 -> attempt(write(node(), stored().get(document())));
            case 4 -> attempt(batch(node()));
            case 5 -> attempt(delete(node()));
            case 6, 7 -> node().clock.move(Duration.ofMillis(pick(PAUSES)));
            case 8 -> toWholeSecond(node());
            case 9 -> commitLate();
            case 10 -> source.change();
            case 11 -> source.reconcile(node(), random.nextBoolean());
            default -> synchronise(step);
        }
        if (random.nextInt(100) == 0) {
            pick(clients).forget();
        }
    }

    private void synchronise(int step) throws Exception {
        var client = pick(clients);
        client.step(node()).await(10, SECONDS);
        if (client.isCurrent()) {
            assertCurrent(client, step);
        }
    }

    private void synchroniseAll(SyncClient client) throws Exception {
        do {
            client.step(node()).await(10, SECONDS);
        } while (!client.isDone());
    }

    private void assertCurrent(SyncClient client, int step) {
        assertThat(client.copy())
                .as(
                        "%s at step %d of seed %d",
                        client.getClass().getSimpleName() + " " + clients.indexOf(client), step, seed)
                .isEqualTo(stored());
    }

    /** Writes whose time is taken and whose commit is late, while a client reads on the other node. */
    private void commitLate() throws Exception {
        var late = node();
        var other = node();
        try (var statement = gate.createStatement()) {
            statement.execute("lock table change in share mode");
        }
        var fields = json("late", random.nextInt());
        var write = late.start(() -> late.documents.write(late.request(EDITOR, document(), WriteMode.UPSERT, fields)));
        awaitWaiting(write);
        other.clock.move(Duration.ofMillis(pick(PAUSES)));
        var sync = pick(clients).step(other);
        awaitWaiting(write, sync);
        gate.commit();
        Future.all(write, sync).await(10, SECONDS);
    }

    /** Until each is done, or waits in PostgreSQL. */
    private void awaitWaiting(Future<?>... started) throws SQLException {
        var giveUp = System.nanoTime() + SECONDS.toNanos(10);
        try (var statement = watch.createStatement()) {
            long waiting = -1;
            while (waiting
                    < Stream.of(started).filter(future -> !future.isComplete()).count()) {
                try (var rows = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and wait_event_type = 'Lock'")) {
                    waiting = rows.next() ? rows.getLong(1) : 0;
                }
                assertThat(System.nanoTime()).as("neither done nor waiting").isLessThan(giveUp);
            }
        }
    }

    private static void toWholeSecond(Rig node) {
        var millis = node.clock.instant().toEpochMilli() % 1000;
        node.clock.move(Duration.ofMillis(millis == 0 ? 0 : 1000 - millis));
    }

    /** Nothing may fail but what was asked for in vain. */
    private static void attempt(Future<?> write) throws Exception {
        write.<Object>map(done -> done)
                .recover(failure -> failure instanceof ServiceException known && REFUSALS.contains(known.code())
                        ? Future.succeededFuture(known)
                        : Future.failedFuture(failure))
                .await(10, SECONDS);
    }

    private Future<?> write(Rig node, @Nullable Held expected) {
        var request = request(node, expected == null ? null : expected.etag());
        return node.start(() -> node.documents.write(request));
    }

    private Future<?> batch(Rig node) {
        var writes = IntStream.rangeClosed(0, random.nextInt(5))
                .mapToObj(n -> request(node, null))
                .toList();
        var batch = new WriteBatch(writes, random.nextBoolean(), random.nextBoolean());
        return node.start(() -> node.documents.batch(batch));
    }

    private Future<?> delete(Rig node) {
        var deletion = new DeleteDocument(EDITOR, node.space, document(), null, null, null);
        return node.start(() -> node.documents.delete(deletion));
    }

    /** Few values, so that documents come back to what they were. */
    private WriteDocument request(Rig node, @Nullable String ifMatch) {
        var mode = pick(List.of(WriteMode.values()));
        var fields = mode == WriteMode.DELETE ? new JsonObject() : fields();
        return new WriteDocument(EDITOR, node.space, document(), mode, fields, ifMatch, null, null, null, null);
    }

    private JsonObject fields() {
        var fields = new JsonObject();
        IntStream.range(0, random.nextInt(3))
                .forEach(n -> fields.put(
                        pick(List.of("a", "title", "content")), random.nextInt(4) == 0 ? null : random.nextInt(3)));
        return fields;
    }

    private Map<String, Held> stored() {
        var stored = new TreeMap<String, Held>();
        nodes.get(0)
                .list(null, 1000)
                .documents()
                .forEach(document -> stored.put(document.document(), Held.of(document)));
        return stored;
    }

    private Rig node() {
        return pick(nodes);
    }

    private String document() {
        return pick(DOCUMENTS);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
