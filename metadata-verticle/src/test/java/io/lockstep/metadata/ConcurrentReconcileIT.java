package io.lockstep.metadata;

import static io.lockstep.metadata.ReconcileContract.complete;
import static io.lockstep.metadata.ReconcileContract.item;
import static io.lockstep.metadata.ReconcileContract.request;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.WhenLocksAreAway;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.ReconcileDocuments;
import io.lockstep.contract.metadata.ReconcileDocuments.Item;
import io.lockstep.contract.metadata.Reconciled;
import io.lockstep.contract.metadata.Reconciled.State;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Eight reconciles at once, on two nodes, neither fail nor write anything twice. */
final class ConcurrentReconcileIT {
    private static final int AT_ONCE = 8;
    private static final int ITEMS = 200;

    private final Vertx vertx = Vertx.vertx();
    private final String uri = TestPostgres.migratedDatabase();
    private final List<PgMetadataStore> stores = List.of(
            PgMetadataStore.open(vertx, MetadataConfig.ofUri(uri)),
            PgMetadataStore.open(vertx, MetadataConfig.ofUri(uri)));
    private List<Rig> nodes = List.of();
    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(stores.get(0), Turns.of(vertx)).withSpace();
        nodes = List.of(rig, new Rig(stores.get(1), Turns.of(vertx), WhenLocksAreAway.REFUSE, rig.space));
    }

    @AfterEach
    void close() throws Exception {
        Future.all(stores.get(0).close(), stores.get(1).close()).await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    @Test
    void the_same_list_is_written_once() throws Exception {
        // When all send the list, then all send it with other contents, then all send a shorter one that is complete
        var made = atOnce((node, n) -> request(EDITOR, node, items(ITEMS, "s1", "text")));
        var changed = atOnce((node, n) -> request(EDITOR, node, items(ITEMS, "s2", "new text")));
        var known = atOnce((node, n) -> request(EDITOR, node, items(ITEMS, "s2", null)));
        var shorter = atOnce((node, n) -> complete(node, null, null, items(ITEMS / 2, "s2", null)));

        // Then
        assertThat(count(made, State.CREATED)).isEqualTo(ITEMS);
        assertThat(count(made, State.UNCHANGED)).isEqualTo((AT_ONCE - 1) * ITEMS);
        assertThat(count(changed, State.CHANGED)).isEqualTo(ITEMS);
        assertThat(count(changed, State.UNCHANGED)).isEqualTo((AT_ONCE - 1) * ITEMS);
        assertThat(count(known, State.UNCHANGED)).isEqualTo(AT_ONCE * ITEMS);
        assertThat(count(shorter, State.REFUSED)).isZero();
        assertThat(rig.list(null, 1000).documents())
                .hasSize(ITEMS / 2)
                .allSatisfy(document -> assertThat(document.revision()).isEqualTo(2));
        assertThat(rig.changes(null, 1000).changes())
                .extracting(Event.Changed::seq)
                .isEqualTo(
                        LongStream.rangeClosed(1, 2 * ITEMS + ITEMS / 2).boxed().toList());
    }

    @Test
    void differing_lists_do_not_fail_and_one_that_comes_after_them_holds() throws Exception {
        // When each of eight says that other items are all that there are, again and again
        for (int round = 0; round < 5; round++) {
            var etag = "s" + round;
            var answers = atOnce((node, n) -> complete(
                    node,
                    null,
                    null,
                    IntStream.range(n * 10, n * 10 + 50)
                            .mapToObj(i -> item("d" + i, etag, json("by", n), "text"))
                            .toArray(Item[]::new)));
            assertThat(count(answers, State.REFUSED)).isZero();
            assertThat(count(answers, State.WANTED)).isZero();
        }
        var last = rig.await(() -> rig.sources.reconcile(complete(rig, null, null, items(20, "end", "text"))));

        // Then
        assertThat(last.items()).extracting(Reconciled.Item::state).doesNotContain(State.REFUSED, State.WANTED);
        assertThat(rig.list(null, 1000).documents())
                .hasSize(20)
                .extracting(Document::fields)
                .containsOnly(json("content", "text"));
        var feed = rig.changes(null, 1000);
        assertThat(feed.changes()).isNotEmpty();
        assertThat(feed.changes())
                .extracting(change -> change.document() + "/" + change.revision())
                .doesNotHaveDuplicates();
    }

    private List<Reconciled> atOnce(BiFunction<Rig, Integer, ReconcileDocuments> request) throws Exception {
        var answers = IntStream.range(0, AT_ONCE)
                .mapToObj(n -> {
                    var node = nodes.get(n % nodes.size());
                    return node.start(() -> node.sources.reconcile(request.apply(node, n)));
                })
                .toList();
        Future.all(answers).await(60, SECONDS);
        return answers.stream().map(Future::result).toList();
    }

    private static Item[] items(int count, String sourceEtag, @Nullable String content) {
        return IntStream.range(0, count)
                .mapToObj(n -> item("d" + n, sourceEtag, json(), content))
                .toArray(Item[]::new);
    }

    private static long count(List<Reconciled> answers, State state) {
        return answers.stream()
                .flatMap(answer -> answer.items().stream())
                .filter(item -> item.state() == state)
                .count();
    }
}
