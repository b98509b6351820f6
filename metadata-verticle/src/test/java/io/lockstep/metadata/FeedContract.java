package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.BAD_REQUEST;
import static io.lockstep.contract.FailureCode.CURSOR_GONE;
import static io.lockstep.contract.FailureCode.NOT_FOUND;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.MERGE;
import static io.lockstep.metadata.Rig.ADMIN;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.STRANGER;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What holds for reading documents and feeds, whatever store is behind the service. */
interface FeedContract {
    Rig rig();

    @Test
    default void the_feed_holds_what_was_published_in_the_same_order() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1));
        rig.write(EDITOR, "d", MERGE, json("b", 2).putNull("a"));
        rig.delete(EDITOR, "d");

        // When
        var feed = rig.changes(null, 10);

        // Then
        assertThat(feed.changes()).isEqualTo(rig.events);
        assertThat(feed.changes())
                .extracting(Event.Changed::verb)
                .containsExactly(Verb.CREATED, Verb.UPDATED, Verb.DELETED);
        assertThat(feed.changes().get(1).patch()).isEqualTo(json("b", 2).putNull("a"));
        assertThat(feed.changes().get(2).patch()).isNull();
        assertThat(feed.changes().get(2).truncated()).isFalse();
    }

    @Test
    default void the_feed_is_read_page_by_page_without_a_hole() {
        // Given
        var rig = rig();
        for (int i = 1; i <= 5; i++) {
            rig.write(EDITOR, "d" + i, CREATE, json("n", i));
        }

        // When
        var first = rig.changes(null, 2);
        var second = rig.changes(first.cursor(), 2);
        var third = rig.changes(second.cursor(), 2);
        var end = rig.changes(third.cursor(), 2);

        // Then
        assertThat(List.of(first, second, third, end))
                .extracting(page -> seqs(page.changes()))
                .containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L), List.of());
        assertThat(List.of(first.pending(), second.pending(), third.pending(), end.pending()))
                .containsExactly(3L, 1L, 0L, 0L);
        assertThat(end.cursor()).isEqualTo(third.cursor());
        assertThat(second.changes().get(0).cursor())
                .isEqualTo(rig.changes(first.cursor(), 1).cursor());
    }

    @Test
    default void a_cursor_that_the_feed_does_not_know_is_gone_and_the_head_is_given() {
        // Given
        var rig = rig();
        var written = rig.write(EDITOR, "d", CREATE, json("a", 1));
        var epoch = Cursor.parse(written.cursor()).epoch();

        // When
        var otherEpoch = rig.refusal(() -> asking(rig, new Cursor(epoch + 1, 0).encode()));
        var ahead = rig.refusal(() -> asking(rig, new Cursor(epoch, 2).encode()));
        var nonsense = rig.refusal(() -> asking(rig, "nonsense"));

        // Then
        assertThat(List.of(otherEpoch.code(), ahead.code())).containsOnly(CURSOR_GONE);
        assertThat(otherEpoch.details()).isEqualTo(json("cursor", written.cursor()));
        assertThat(nonsense.code()).isEqualTo(BAD_REQUEST);
    }

    @Test
    default void documents_are_listed_page_by_page_in_the_order_of_their_ids() {
        // Given
        var rig = rig();
        List.of("b", "B", "a", "10", "9").forEach(id -> rig.write(EDITOR, id, CREATE, json("id", id)));
        rig.write(EDITOR, "aa", CREATE, json());
        rig.delete(EDITOR, "aa");

        // When
        var first = rig.list(null, 2);
        var second = rig.list(first.next(), 2);
        var third = rig.list(second.next(), 2);

        // Then
        assertThat(List.of(first, second, third))
                .extracting(page -> ids(page.documents()))
                .containsExactly(List.of("10", "9"), List.of("B", "a"), List.of("b"));
        assertThat(third.next()).isNull();
        assertThat(rig.list(null, 5).next()).isNull();
    }

    @Test
    default void listening_from_the_cursor_of_a_listing_misses_nothing() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1));
        var page = rig.list(null, 10);

        // When
        rig.write(EDITOR, "e", CREATE, json("a", 1));

        // Then
        assertThat(seqs(rig.changes(page.cursor(), 10).changes())).containsExactly(2L);
    }

    @Test
    default void an_empty_space_has_an_empty_listing_and_an_empty_feed() {
        // Given
        var rig = rig();

        // When
        var page = rig.list(null, 10);
        var feed = rig.changes(page.cursor(), 10);

        // Then
        assertThat(page.documents()).isEmpty();
        assertThat(page.next()).isNull();
        assertThat(feed.changes()).isEmpty();
        assertThat(feed.cursor()).isEqualTo(page.cursor());
    }

    @Test
    default void heads_tell_where_feeds_stand_and_leave_out_what_does_not_exist() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1));

        // When
        var heads = rig.await(() -> rig.documents.heads(new ListHeads(List.of(rig.space, "test:nowhere"))));

        // Then
        assertThat(heads.heads()).containsExactly(new Heads.Head(rig.space, 7, 1, 1, 0L));
    }

    @Test
    default void who_has_no_role_finds_no_space() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1));

        // When
        var read = rig.refusal(() -> rig.documents.read(new ReadDocument(STRANGER, rig.space, "d")));
        var listed = rig.refusal(() -> rig.documents.list(new ListDocuments(STRANGER, rig.space, null, null)));
        var feed = rig.refusal(() -> rig.documents.changes(new ListChanges(STRANGER, rig.space, null, null)));
        var nowhere = rig.refusal(() -> rig.documents.list(new ListDocuments(ADMIN, "test:nowhere", null, null)));
        var admin = rig.await(() -> rig.documents.list(new ListDocuments(ADMIN, rig.space, null, null)));

        // Then
        assertThat(List.of(read.code(), listed.code(), feed.code(), nowhere.code()))
                .containsOnly(NOT_FOUND);
        assertThat(admin.documents()).hasSize(1);
    }

    @Test
    default void a_selector_keeps_what_matches_now_and_tells_what_may_have_left() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "stays", CREATE, json("status", "draft"));
        rig.write(EDITOR, "leaves", CREATE, json("status", "draft"));
        rig.write(EDITOR, "never", CREATE, json("status", "final"));
        rig.write(EDITOR, "leaves", MERGE, json("status", "final"));
        rig.write(EDITOR, "never", MERGE, json("pages", 1));
        rig.write(EDITOR, "goes", CREATE, json("status", "draft"));
        rig.delete(EDITOR, "goes");

        // When
        var chosen = rig.await(
                () -> rig.documents.changes(new ListChanges(VIEWER, rig.space, null, 10, json("status", "draft"))));
        var unknown = rig.refusal(() ->
                rig.documents.changes(new ListChanges(VIEWER, rig.space, null, 10, json("status", json("$near", 1)))));

        // Then
        assertThat(chosen.changes())
                .extracting(change -> change.seq() + " " + change.document() + " " + change.verb())
                .containsExactly("1 stays CREATED", "4 leaves LEFT", "7 goes DELETED");
        assertThat(chosen.changes().get(1).patch()).isNull();
        assertThat(chosen.cursor()).isEqualTo(rig.changes(null, 10).cursor());
        assertThat(chosen.pending()).isZero();
        assertThat(unknown.code()).isEqualTo(BAD_REQUEST);
    }

    @Test
    default void whole_changes_tell_what_was_before_and_what_is_now() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1).put("b", 1));
        rig.write(EDITOR, "d", MERGE, json("a", 2).put("c", 1));
        rig.write(EDITOR, "e", CREATE, json("a", 1));
        rig.delete(EDITOR, "e");

        // When
        var whole =
                rig.await(() -> rig.documents.changes(new ListChanges(VIEWER, rig.space, null, 10, null, null, true)));
        var plain = rig.changes(null, 10);

        // Then
        var changes = whole.changes();
        var fields = json("a", 2).put("b", 1).put("c", 1);
        var current = new Event.Changed.Current(2, changes.get(1).etag(), fields);
        assertThat(changes).extracting(Event.Changed::before).containsExactly(null, json("a", 1), null, json("a", 1));
        assertThat(changes).extracting(Event.Changed::current).containsExactly(current, current, null, null);
        assertThat(plain.changes()).allMatch(change -> change.before() == null && change.current() == null);
    }

    @Test
    default void the_changes_of_one_document_end_at_the_head_of_the_feed() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1));
        rig.write(EDITOR, "e", CREATE, json("a", 1));
        rig.write(EDITOR, "d", MERGE, json("a", 2));
        rig.write(EDITOR, "e", MERGE, json("a", 2));

        // When
        var first =
                rig.await(() -> rig.documents.changes(new ListChanges(VIEWER, rig.space, null, 1, null, "d", null)));
        var rest = rig.await(
                () -> rig.documents.changes(new ListChanges(VIEWER, rig.space, first.cursor(), 10, null, "d", null)));

        // Then
        assertThat(seqs(first.changes())).containsExactly(1L);
        assertThat(seqs(rest.changes())).containsExactly(3L);
        assertThat(rest.cursor()).isEqualTo(rig.changes(null, 10).cursor());
        assertThat(rest.pending()).isZero();
    }

    @Test
    default void what_was_before_is_left_out_when_it_is_large_but_not_of_a_deletion() {
        // Given
        var rig = rig();
        var large = json("text", "x".repeat(Ledger.MAX_PATCH_BYTES));
        rig.write(EDITOR, "d", CREATE, large);
        rig.write(EDITOR, "d", MERGE, json("text", "short"));
        rig.write(EDITOR, "d", MERGE, large);
        rig.delete(EDITOR, "d");

        // When
        var whole =
                rig.await(() -> rig.documents.changes(new ListChanges(VIEWER, rig.space, null, 10, null, null, true)));

        // Then
        assertThat(whole.changes())
                .extracting(Event.Changed::before)
                .containsExactly(null, null, json("text", "short"), large);
    }

    @Test
    default void a_batch_deletes_beside_other_writes() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1));

        // When
        var result = rig.await(() -> rig.documents.batch(new WriteBatch(List.of(
                WriteDocument.of(EDITOR, rig.space, "d", WriteMode.DELETE, new JsonObject()),
                WriteDocument.of(EDITOR, rig.space, "nowhere", WriteMode.DELETE, new JsonObject()),
                WriteDocument.of(EDITOR, rig.space, "e", CREATE, json("a", 1))))));

        // Then
        assertThat(Objects.requireNonNull(result.results().get(0).written()).verb())
                .isEqualTo(Verb.DELETED);
        assertThat(Objects.requireNonNull(result.results().get(1).failure()).getString("code"))
                .isEqualTo("NOT_FOUND");
        assertThat(Objects.requireNonNull(result.results().get(2).written()).verb())
                .isEqualTo(Verb.CREATED);
    }

    @Test
    default void a_page_of_a_selection_may_be_empty_and_still_goes_on() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "a", CREATE, json("n", 1));
        rig.write(EDITOR, "b", CREATE, json("n", 2));

        // When
        var first = rig.await(() -> rig.documents.changes(new ListChanges(VIEWER, rig.space, null, 1, json("n", 2))));
        var second = rig.await(
                () -> rig.documents.changes(new ListChanges(VIEWER, rig.space, first.cursor(), 1, json("n", 2))));

        // Then
        assertThat(first.changes()).isEmpty();
        assertThat(first.pending()).isEqualTo(1);
        assertThat(seqs(second.changes())).containsExactly(2L);
    }

    @Test
    default void a_known_etag_leaves_the_fields_out() {
        // Given
        var rig = rig();
        var etag = rig.write(EDITOR, "d", CREATE, json("a", 1)).etag();

        // When
        var known = rig.await(() -> rig.documents.read(new ReadDocument(VIEWER, rig.space, "d", etag)));
        var changed = rig.await(() -> rig.documents.read(new ReadDocument(VIEWER, rig.space, "d", "other")));

        // Then
        assertThat(known.etag()).isEqualTo(etag);
        assertThat(known.fields()).isEmpty();
        assertThat(changed.fields()).isEqualTo(json("a", 1));
    }

    @Test
    default void a_listing_of_a_known_head_has_no_documents() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1));
        var head = rig.list(null, 10).cursor();

        // When
        var known = rig.await(() -> rig.documents.list(listingUnless(rig, head)));
        rig.write(EDITOR, "d", MERGE, json("a", 2));
        var changed = rig.await(() -> rig.documents.list(listingUnless(rig, head)));
        var malformed = rig.refusal(() -> rig.documents.list(listingUnless(rig, "nonsense")));

        // Then
        assertThat(known.isNotModified()).isTrue();
        assertThat(known.documents()).isEmpty();
        assertThat(known.cursor()).isEqualTo(head);
        assertThat(changed.isNotModified()).isFalse();
        assertThat(ids(changed.documents())).containsExactly("d");
        assertThat(malformed.code()).isEqualTo(BAD_REQUEST);
    }

    private static ListDocuments listingUnless(Rig rig, String head) {
        return new ListDocuments(VIEWER, rig.space, null, 10, null, null, null, null, null, head);
    }

    private static Future<?> asking(Rig rig, String since) {
        return rig.documents.changes(new ListChanges(VIEWER, rig.space, since, 10));
    }

    private static List<Long> seqs(List<Event.Changed> changes) {
        return changes.stream().map(Event.Changed::seq).toList();
    }

    private static List<String> ids(List<Document> documents) {
        return documents.stream().map(Document::document).toList();
    }
}
