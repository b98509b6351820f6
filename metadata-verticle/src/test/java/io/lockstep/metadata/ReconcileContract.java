package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.FORBIDDEN;
import static io.lockstep.contract.FailureCode.NOT_FOUND;
import static io.lockstep.contract.metadata.Reconciled.State.CHANGED;
import static io.lockstep.contract.metadata.Reconciled.State.CREATED;
import static io.lockstep.contract.metadata.Reconciled.State.GONE;
import static io.lockstep.contract.metadata.Reconciled.State.REFUSED;
import static io.lockstep.contract.metadata.Reconciled.State.UNCHANGED;
import static io.lockstep.contract.metadata.Reconciled.State.WANTED;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.MERGE;
import static io.lockstep.contract.metadata.WriteMode.UPSERT;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.MANAGER;
import static io.lockstep.metadata.Rig.OTHER_EDITOR;
import static io.lockstep.metadata.Rig.STRANGER;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.ReconcileDocuments;
import io.lockstep.contract.metadata.ReconcileDocuments.Item;
import io.lockstep.contract.metadata.Reconciled;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for bringing a space in step with an external source, whatever store is behind the service. */
interface ReconcileContract {
    Rig rig();

    MetadataStore store();

    @Test
    default void the_content_is_asked_for_once_and_again_only_when_its_source_etag_changed() {
        // Given
        var rig = rig();

        // When
        var unknown = reconcile(rig, item("n", "s1", json("title", "A"), null));
        var created = reconcile(rig, item("n", "s1", json("title", "A"), "text"));
        var known = reconcile(rig, item("n", "s1", json("title", "A"), null));
        var touched = reconcile(rig, item("n", "s2", json("title", "B"), null));
        var sent = reconcile(rig, item("n", "s2", json("title", "B"), "other"));

        // Then
        assertThat(List.of(unknown, created, known, touched, sent))
                .extracting(ReconcileContract::state)
                .containsExactly(WANTED, CREATED, UNCHANGED, WANTED, CHANGED);
        assertThat(List.of(created, known, touched))
                .extracting(ReconcileContract::etag)
                .containsOnly(etag(created));
        assertThat(unknown.items().get(0).etag()).isNull();
        assertThat(rig.read("n").fields()).isEqualTo(json("title", "B", "content", "other"));
        assertThat(rig.changes(null, 10).changes()).hasSize(2);
        assertThat(rig.events).isEqualTo(rig.changes(null, 10).changes());
        assertThat(sent.cursor()).isEqualTo(rig.list(null, 1).cursor());
    }

    @Test
    default void other_fields_are_replaced_and_the_content_stays_while_its_source_etag_does() {
        // Given
        var rig = rig();
        reconcile(rig, item("n", "s1", json("title", "A", "old", 1), "text"));

        // When
        var changed = reconcile(rig, item("n", "s1", json("title", "B"), null));

        // Then
        assertThat(state(changed)).isEqualTo(CHANGED);
        assertThat(rig.read("n").fields()).isEqualTo(json("title", "B", "content", "text"));
        assertThat(rig.changes(null, 10).changes().get(1).patch())
                .isEqualTo(json("title", "B").putNull("old"));
    }

    @Test
    default void a_content_that_changed_without_its_modification_time_is_found() {
        // Given
        var rig = rig();
        reconcile(rig, item("n", "s1", json("modified", 100), "text"));

        // When the content is another one, and every attribute is as before
        var noticed = reconcile(rig, item("n", "s2", json("modified", 100), null));
        var sent = reconcile(rig, item("n", "s2", json("modified", 100), "new text"));

        // Then
        assertThat(state(noticed)).isEqualTo(WANTED);
        assertThat(state(sent)).isEqualTo(CHANGED);
        assertThat(rig.read("n").fields()).isEqualTo(json("modified", 100, "content", "new text"));
    }

    @Test
    default void the_last_update_moves_only_with_the_etag() {
        // Given
        var rig = rig();
        reconcile(rig, item("n", "s1", json("title", "A"), "text"));
        var before = rig.read("n");
        rig.clock.move(Duration.ofMinutes(1));

        // When the same content was written anew
        var rewritten = reconcile(rig, item("n", "s2", json("title", "A"), "text"));
        var known = reconcile(rig, item("n", "s2", json("title", "A"), null));

        // Then
        assertThat(List.of(state(rewritten), state(known))).containsOnly(UNCHANGED);
        assertThat(rig.read("n")).isEqualTo(before);
        assertThat(rig.changes(null, 10).changes()).hasSize(1);
        assertThat(rig.events).hasSize(1);
    }

    @Test
    default void the_last_update_never_goes_back_when_the_clock_does() {
        // Given
        var rig = rig();
        reconcile(rig, item("a", "s1", json(), "text"));
        var before = rig.read("a").updatedAt();
        rig.clock.move(Duration.ofHours(-1));

        // When
        reconcile(rig, item("a", "s2", json(), "new text"), item("b", "s1", json(), "text"));

        // Then
        assertThat(List.of(rig.read("a").updatedAt(), rig.read("b").updatedAt()))
                .containsOnly(before);
    }

    @Test
    default void after_a_write_that_is_no_reconcile_the_source_wins() {
        // Given
        var rig = rig();
        reconcile(rig, item("n", "s1", json("title", "A"), "text"));
        rig.write(EDITOR, "n", MERGE, json("content", "written here", "extra", 1));

        // When
        var asked = reconcile(rig, item("n", "s1", json("title", "A"), null));
        var sent = reconcile(rig, item("n", "s1", json("title", "A"), "text"));

        // Then
        assertThat(state(asked)).isEqualTo(WANTED);
        assertThat(etag(asked)).isNotEqualTo(etag(sent));
        assertThat(state(sent)).isEqualTo(CHANGED);
        assertThat(rig.read("n").fields()).isEqualTo(json("title", "A", "content", "text"));
    }

    @Test
    default void a_document_that_was_deleted_or_never_reconciled_is_asked_for() {
        // Given
        var rig = rig();
        reconcile(rig, item("deleted", "s1", json(), "text"));
        rig.delete(EDITOR, "deleted");
        rig.write(EDITOR, "own", CREATE, json("title", "A", "content", "text"));

        // When
        var asked = reconcile(rig, item("deleted", "s1", json(), null), item("own", "s1", json("title", "A"), null));
        var sent = reconcile(rig, item("deleted", "s1", json(), "text"), item("own", "s1", json("title", "A"), "text"));
        var known = reconcile(rig, item("deleted", "s1", json(), null), item("own", "s1", json("title", "A"), null));

        // Then
        assertThat(states(asked)).containsExactly(WANTED, WANTED);
        assertThat(states(sent)).containsExactly(CREATED, UNCHANGED);
        assertThat(states(known)).containsExactly(UNCHANGED, UNCHANGED);
        assertThat(rig.read("deleted").revision()).isEqualTo(3);
    }

    @Test
    default void what_a_complete_list_has_no_longer_is_deleted_and_nothing_else() {
        // Given
        var rig = rig();
        reconcile(
                rig,
                IntStream.rangeClosed(1, 6)
                        .mapToObj(n -> item(String.valueOf(n), "s1", json(), "text"))
                        .toArray(Item[]::new));
        rig.write(EDITOR, "35", CREATE, json());
        rig.write(EDITOR, "4", MERGE, json("written", "here"));

        // When
        var range = rig.await(() -> rig.sources.reconcile(complete(rig, "2", "5", item("3", "s1", json(), null))));
        var again = rig.await(() -> rig.sources.reconcile(complete(rig, "2", "5", item("3", "s1", json(), null))));
        var all = rig.await(() -> rig.sources.reconcile(complete(rig, null, null, item("1", "s1", json(), null))));

        // Then
        assertThat(range.items()).extracting(Reconciled.Item::document).containsExactly("3", "4", "5");
        assertThat(states(range)).containsExactly(UNCHANGED, GONE, GONE);
        assertThat(states(again)).containsExactly(UNCHANGED);
        assertThat(all.items()).extracting(Reconciled.Item::document).containsExactly("1", "2", "3", "6");
        assertThat(rig.list(null, 10).documents())
                .extracting(document -> document.document())
                .containsExactly("1", "35");
    }

    @Test
    default void an_empty_complete_list_that_is_meant_deletes_the_range() {
        // Given
        var rig = rig();
        reconcile(rig, item("a", "s1", json(), "text"), item("b", "s1", json(), "text"));

        // When
        var gone = rig.await(() -> rig.sources.reconcile(
                new ReconcileDocuments(EDITOR, rig.space, List.of(), null, true, "a", null, true, null)));

        // Then
        assertThat(gone.items()).extracting(Reconciled.Item::document).containsExactly("b");
        assertThat(rig.list(null, 10).documents()).hasSize(1);
    }

    @Test
    default void a_document_that_was_reconciled_or_written_since_its_loss_was_found_stays() {
        // Given three losses that a reconcile has found
        var rig = rig();
        reconcile(
                rig, item("a", "s1", json(), "text"), item("b", "s1", json(), "text"), item("c", "s1", json(), "text"));
        var lost = rig.await(() -> store().documents().listSources(rig.space, null, null));

        // When others reconcile, write and delete before it deletes
        reconcile(rig, item("a", "s2", json(), "text"));
        rig.write(EDITOR, "b", MERGE, json("written", "here"));
        rig.delete(EDITOR, "c");
        var request = complete(rig, null, null, item("d", "s1", json(), null));
        var deletions = lost.stream().map(found -> Write.of(request, found)).toList();
        var outcomes = rig.await(() -> store().documents()
                        .commit(
                                deletions,
                                standing -> new WriteRules(1000).decide(deletions, standing, rig.clock.instant())))
                .outcomes();

        // Then
        assertThat(outcomes)
                .extracting(Outcome::toFuture)
                .extracting(outcome ->
                        outcome.succeeded() ? "gone" : outcome.cause().getMessage())
                .containsExactly(
                        "document 'a' is at revision 1 now: read it and try again",
                        "document 'b' is at revision 2 now: read it and try again",
                        "gone");
        assertThat(rig.list(null, 10).documents()).hasSize(2);
        assertThat(rig.changes(null, 10).changes()).hasSize(5);
    }

    @Test
    default void a_lock_is_in_the_way_of_changes_only() {
        // Given
        var rig = rig();
        reconcile(rig, item("a", "s1", json("title", "A"), "text"), item("b", "s1", json("title", "B"), "text"));
        rig.locks.lock(rig.space, "a", "title", "bob", 1);

        // When
        var same = reconcile(rig, item("a", "s2", json("title", "A"), "text"));
        var other =
                reconcile(rig, item("a", "s3", json("title", "A"), "new"), item("b", "s1", json("title", "C"), null));
        var lost = rig.await(() ->
                rig.sources.reconcile(complete(rig, null, null, item("b", "s1", json("title", "C"), null))));
        rig.locks.releaseAll();
        var released = reconcile(rig, item("a", "s3", json("title", "A"), "new"));

        // Then
        assertThat(states(same)).containsExactly(UNCHANGED);
        assertThat(states(other)).containsExactly(REFUSED, CHANGED);
        assertThat(failure(other)).isEqualTo("LOCKED");
        assertThat(states(lost)).containsExactly(UNCHANGED, REFUSED);
        assertThat(state(released)).isEqualTo(CHANGED);
    }

    @Test
    default void an_item_that_is_bad_is_refused_alone() {
        // Given
        var rig = rig();
        rig.define(new FieldDefinition("pages", null, "number", null, false));
        reconcile(rig, item("readonly", "s1", json(), "text"));
        rig.write(rig.readonly(MANAGER, "readonly", true, json()));

        // When
        var refused = reconcile(
                rig,
                item("unfit", "s1", json("pages", "many"), "text"),
                item("large", "s1", json(), "x".repeat(Rig.DOCUMENT_MAX_BYTES)),
                item("readonly", "s2", json(), "new text"),
                item("mixed", "s1", json("content", "text"), null),
                new Item("foreign", "s1", json(), json("title", "A")),
                item("good", "s1", json("pages", 1), "text"));

        // Then
        assertThat(states(refused)).containsExactly(REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, CREATED);
        assertThat(refused.items().stream().limit(5))
                .extracting(item -> Objects.requireNonNull(item.failure()).getString("code"))
                .containsExactly("BAD_REQUEST", "TOO_LARGE", "FORBIDDEN", "BAD_REQUEST", "BAD_REQUEST");
    }

    @Test
    default void a_reconcile_without_content_fields_asks_for_nothing() {
        // Given
        var rig = rig();

        // When
        var attributes = rig.await(() -> rig.sources.reconcile(new ReconcileDocuments(
                EDITOR,
                rig.space,
                List.of(item("a", "s1", json("title", "A"), null)),
                List.of(),
                null,
                null,
                null,
                null,
                null)));

        // Then
        assertThat(state(attributes)).isEqualTo(CREATED);
        assertThat(rig.read("a").fields()).isEqualTo(json("title", "A"));
    }

    @Test
    default void a_quiet_reconcile_is_in_the_feed_and_not_shown_change_by_change() {
        // Given
        var rig = rig();
        var items = List.of(item("a", "s1", json(), "text"), item("b", "s1", json(), "text"));

        // When
        var quiet = rig.await(() -> rig.sources.reconcile(
                new ReconcileDocuments(EDITOR, rig.space, items, null, null, null, null, null, true)));

        // Then
        assertThat(states(quiet)).containsOnly(CREATED);
        assertThat(rig.changes(null, 10).changes()).hasSize(2);
        assertThat(rig.events).noneMatch(event -> event instanceof Event.Changed changed && !changed.isQuiet());
    }

    @Test
    default void only_an_editor_reconciles() {
        // Given
        var rig = rig();
        var item = item("a", "s1", json(), "text");

        // When
        var viewer = rig.refusal(() -> rig.sources.reconcile(request(VIEWER, rig, item)));
        var stranger = rig.refusal(() -> rig.sources.reconcile(request(STRANGER, rig, item)));
        var other = rig.await(() -> rig.sources.reconcile(request(OTHER_EDITOR, rig, item)));

        // Then
        assertThat(List.of(viewer.code(), stranger.code())).containsExactly(FORBIDDEN, NOT_FOUND);
        assertThat(state(other)).isEqualTo(CREATED);
        assertThat(rig.read("a").updatedBy()).isEqualTo("bob");
    }

    @Test
    default void a_document_made_anew_by_hand_belongs_to_no_source() {
        // Given
        var rig = rig();
        reconcile(rig, item("a", "s1", json(), "text"), item("b", "s1", json(), "text"));
        rig.delete(EDITOR, "a");
        rig.write(EDITOR, "a", UPSERT, json("title", "mine"));

        // When
        var list = rig.await(() -> rig.sources.reconcile(complete(rig, null, null, item("b", "s1", json(), null))));

        // Then
        assertThat(states(list)).containsExactly(UNCHANGED);
        assertThat(rig.read("a").fields()).isEqualTo(json("title", "mine"));
    }

    static Item item(String document, String sourceEtag, JsonObject fields, @Nullable String content) {
        return new Item(document, sourceEtag, fields, content == null ? null : json("content", content));
    }

    static ReconcileDocuments request(Actor actor, Rig rig, Item... items) {
        return new ReconcileDocuments(actor, rig.space, List.of(items), null, null, null, null, null, null);
    }

    static ReconcileDocuments complete(Rig rig, @Nullable String after, @Nullable String upTo, Item... items) {
        return new ReconcileDocuments(EDITOR, rig.space, List.of(items), null, true, after, upTo, null, null);
    }

    private static Reconciled reconcile(Rig rig, Item... items) {
        return rig.await(() -> rig.sources.reconcile(request(EDITOR, rig, items)));
    }

    private static List<Reconciled.State> states(Reconciled reconciled) {
        return reconciled.items().stream().map(Reconciled.Item::state).toList();
    }

    private static Reconciled.State state(Reconciled reconciled) {
        return reconciled.items().get(0).state();
    }

    private static String etag(Reconciled reconciled) {
        return Objects.requireNonNull(reconciled.items().get(0).etag());
    }

    private static String failure(Reconciled reconciled) {
        return Objects.requireNonNull(reconciled.items().get(0).failure()).getString("code");
    }
}
