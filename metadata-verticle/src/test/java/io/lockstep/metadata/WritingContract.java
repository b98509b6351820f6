package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.BAD_REQUEST;
import static io.lockstep.contract.FailureCode.FORBIDDEN;
import static io.lockstep.contract.FailureCode.NOT_FOUND;
import static io.lockstep.contract.FailureCode.REVISION_CONFLICT;
import static io.lockstep.contract.FailureCode.TOO_LARGE;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.MERGE;
import static io.lockstep.contract.metadata.WriteMode.REPLACE;
import static io.lockstep.contract.metadata.WriteMode.UPSERT;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.MANAGER;
import static io.lockstep.metadata.Rig.OTHER_EDITOR;
import static io.lockstep.metadata.Rig.STRANGER;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.BatchResult;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.WriteDocument;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What holds for writes, whatever store is behind the service. */
interface WritingContract {
    Rig rig();

    @Test
    default void a_created_document_is_read_back() {
        // Given
        var rig = rig();

        // When
        var written = rig.write(EDITOR, "plan", CREATE, json("title", "Plan", "tags", new JsonArray().add(1)));

        // Then
        var document = rig.read("plan");
        assertThat(written)
                .extracting("verb", "revision", "seq", "changed")
                .containsExactly(Verb.CREATED, 1L, 1L, true);
        assertThat(document.fields()).isEqualTo(json("title", "Plan", "tags", new JsonArray().add(1)));
        assertThat(document.etag()).isEqualTo(written.etag());
        assertThat(document.revision()).isEqualTo(1);
        assertThat(document.readonly()).isFalse();
        assertThat(document.updatedBy()).isEqualTo("alice");
        assertThat(document.updatedAt()).isEqualTo(rig.clock.instant());
    }

    @Test
    default void a_document_without_a_name_gets_one() {
        // Given
        var rig = rig();

        // When
        var written = rig.write(
                new WriteDocument(EDITOR, rig.space, null, CREATE, json("a", 1), null, null, null, null, null));

        // Then
        assertThat(rig.read(written.document()).fields()).isEqualTo(json("a", 1));
    }

    @Test
    default void creating_what_exists_is_a_conflict_that_tells_what_stands() {
        // Given
        var rig = rig();
        var first = rig.write(EDITOR, "d", CREATE, json("a", 1));

        // When
        var refusal = rig.refusedWrite(EDITOR, "d", CREATE, json("a", 2));

        // Then
        assertThat(refusal.code()).isEqualTo(REVISION_CONFLICT);
        assertThat(refusal.details()).isEqualTo(json("revision", 1L, "etag", first.etag()));
    }

    @Test
    default void replace_removes_what_it_does_not_name() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", REPLACE, json("a", 1, "b", 2));

        // When
        var written = rig.write(EDITOR, "d", REPLACE, json("b", 2, "c", 3));

        // Then
        assertThat(written.verb()).isEqualTo(Verb.UPDATED);
        assertThat(rig.read("d").fields()).isEqualTo(json("b", 2, "c", 3));
        assertThat(lastPatch(rig)).isEqualTo(new JsonObject().putNull("a").put("c", 3));
    }

    @Test
    default void merge_replaces_at_the_top_level_and_null_removes() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1, "b", json("x", 1, "y", 2), "c", 3));

        // When
        rig.write(
                EDITOR, "d", MERGE, json("a", 1, "b", json("x", 1)).putNull("c").putNull("never"));

        // Then
        assertThat(rig.read("d").fields()).isEqualTo(json("a", 1, "b", json("x", 1)));
        assertThat(lastPatch(rig)).isEqualTo(json("b", json("x", 1)).putNull("c"));
    }

    @Test
    default void a_null_field_is_no_field_but_a_null_inside_a_field_stays() {
        // Given
        var rig = rig();

        // When
        rig.write(EDITOR, "d", CREATE, json("a", new JsonObject().putNull("x")).putNull("b"));

        // Then
        assertThat(rig.read("d").fields().getMap()).containsOnlyKeys("a");
        assertThat(rig.read("d").fields().getJsonObject("a").containsKey("x")).isTrue();
    }

    @Test
    default void merge_needs_a_document_and_upsert_makes_one() {
        // Given
        var rig = rig();

        // When
        var refusal = rig.refusedWrite(EDITOR, "d", MERGE, json("a", 1));
        var created = rig.write(EDITOR, "d", UPSERT, json("a", 1));
        var updated = rig.write(EDITOR, "d", UPSERT, json("b", 2));

        // Then
        assertThat(refusal.code()).isEqualTo(NOT_FOUND);
        assertThat(created.verb()).isEqualTo(Verb.CREATED);
        assertThat(updated.verb()).isEqualTo(Verb.UPDATED);
        assertThat(rig.read("d").fields()).isEqualTo(json("a", 1, "b", 2));
    }

    @Test
    default void a_deleted_document_is_gone_and_counts_on_when_it_comes_back() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1));

        // When
        var deleted = rig.delete(EDITOR, "d");
        var readDeleted = rig.refusal(() -> rig.documents.read(new ReadDocument(VIEWER, rig.space, "d")));
        var merged = rig.refusedWrite(EDITOR, "d", MERGE, json("a", 1));
        var deletedAgain = rig.refusal(() -> rig.documents.delete(rig.deletion(EDITOR, "d", null)));
        var created = rig.write(EDITOR, "d", CREATE, json("b", 2));

        // Then
        assertThat(deleted).extracting("verb", "revision", "seq").containsExactly(Verb.DELETED, 2L, 2L);
        assertThat(List.of(readDeleted.code(), merged.code(), deletedAgain.code()))
                .containsOnly(NOT_FOUND);
        assertThat(created).extracting("verb", "revision", "seq").containsExactly(Verb.CREATED, 3L, 3L);
        assertThat(rig.read("d").fields()).isEqualTo(json("b", 2));
    }

    @Test
    default void conditions_must_hold() {
        // Given
        var rig = rig();
        var first = rig.write(EDITOR, "d", CREATE, json("a", 1));

        // When
        var wrongEtag = rig.refusedWrite(rig.conditional("d", MERGE, json("a", 2), "other", null));
        var wrongRevision = rig.refusedWrite(rig.conditional("d", MERGE, json("a", 2), null, 2L));
        var absent = rig.refusedWrite(rig.conditional("no", REPLACE, json("a", 2), "*", null));
        var absentRevision = rig.refusedWrite(rig.conditional("no", REPLACE, json("a", 2), null, 0L));
        var second = rig.write(rig.conditional("d", MERGE, json("a", 2), first.etag(), 1L));
        var third = rig.write(rig.conditional("d", MERGE, json("a", 3), "*", null));

        // Then
        assertThat(List.of(wrongEtag.code(), wrongRevision.code(), absent.code(), absentRevision.code()))
                .containsOnly(REVISION_CONFLICT);
        assertThat(wrongRevision.details()).isEqualTo(json("revision", 1L, "etag", first.etag()));
        assertThat(List.of(second.revision(), third.revision())).containsExactly(2L, 3L);
    }

    @Test
    default void going_back_to_an_old_state_gives_the_old_etag() {
        // Given
        var rig = rig();
        var first = rig.write(EDITOR, "d", REPLACE, json("a", 1, "n", json("x", 1, "y", 1.5)));
        var second = rig.write(EDITOR, "d", REPLACE, json("a", 2));

        // When
        var back = rig.write(EDITOR, "d", REPLACE, json("n", json("y", 1.5, "x", 1), "a", 1));
        var elsewhere = rig.write(EDITOR, "e", REPLACE, json("a", 1, "n", json("x", 1, "y", 1.5)));

        // Then
        assertThat(second.etag()).isNotEqualTo(first.etag());
        assertThat(back.etag()).isEqualTo(first.etag()).matches("[0-9a-f]{32}");
        assertThat(elsewhere.etag()).isEqualTo(first.etag());
    }

    @Test
    default void what_is_read_and_written_back_changes_nothing() {
        // Given
        var rig = rig();
        var fields = json("whole", 1.0, "large", 1e20, "tiny", 4.9e-324, "huge", 1.7976931348623157e308)
                .put("exact", new java.math.BigInteger("123456789012345678901234567890"))
                .put("minusZero", -0.0)
                .put("text", "ü \uD83D\uDE00 \"\\ \u2028")
                .put("", "the empty key")
                .put("nested", json("b", new JsonArray().add(0.1).addNull(), "a", json("long", Long.MIN_VALUE)));
        var first = rig.write(EDITOR, "d", CREATE, json("value", fields));

        // When
        var again = rig.write(
                EDITOR, "d", REPLACE, new JsonObject(rig.read("d").fields().encode()));

        // Then
        assertThat(again.changed()).isFalse();
        assertThat(again.etag()).isEqualTo(first.etag());
    }

    @Test
    default void a_write_that_changes_nothing_leaves_no_trace() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "other", CREATE, json());
        var first = rig.write(EDITOR, "d", CREATE, json("a", 1));
        rig.write(EDITOR, "other", MERGE, json("z", 1));
        rig.events.clear();
        rig.clock.move(Duration.ofHours(1));

        // When
        var second = rig.write(OTHER_EDITOR, "d", MERGE, json("a", 1));

        // Then
        assertThat(second)
                .extracting("changed", "revision", "seq", "etag", "cursor")
                .containsExactly(false, 1L, first.seq(), first.etag(), first.cursor());
        assertThat(rig.events).isEmpty();
        assertThat(rig.changes(null, 10).changes()).hasSize(3);
        assertThat(rig.read("d").updatedBy()).isEqualTo("alice");
        assertThat(rig.read("d").updatedAt()).isBefore(rig.clock.instant());
    }

    @Test
    default void a_repeated_operation_takes_effect_once() {
        // Given
        var rig = rig();
        var write = rig.named("op-1", rig.request(EDITOR, "d", CREATE, json("a", 1)));
        var first = rig.write(write);
        rig.write(EDITOR, "d", MERGE, json("a", 2));

        // When
        var repeated = rig.write(write);

        // Then
        assertThat(repeated).isEqualTo(first);
        assertThat(rig.read("d").fields()).isEqualTo(json("a", 2));
        assertThat(rig.changes(null, 10).changes()).hasSize(2);
    }

    @Test
    default void a_repeated_deletion_takes_effect_once() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1));
        var deletion = new DeleteDocument(EDITOR, rig.space, "d", null, null, null, "op");
        var first = rig.await(() -> rig.documents.delete(deletion));
        rig.write(EDITOR, "d", CREATE, json("a", 2));

        // When
        var again = rig.await(() -> rig.documents.delete(deletion));

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(rig.read("d").fields()).isEqualTo(json("a", 2));
    }

    @Test
    default void an_operation_repeated_in_the_same_batch_takes_effect_once() {
        // Given
        var rig = rig();
        var write = rig.named(
                "op-1", new WriteDocument(EDITOR, rig.space, null, CREATE, json("a", 1), null, null, null, null, null));

        // When
        var answers = rig.writeTogether(write, write);

        // Then
        assertThat(answers.get(0).written())
                .isNotNull()
                .isEqualTo(answers.get(1).written());
        assertThat(rig.list(null, 10).documents()).hasSize(1);
    }

    @Test
    default void a_refused_operation_may_be_tried_again() {
        // Given
        var rig = rig();
        var write = rig.named("op-1", rig.request(EDITOR, "d", MERGE, json("a", 1)));
        rig.refusedWrite(write);
        rig.write(EDITOR, "d", CREATE, json());

        // When
        var second = rig.write(write);

        // Then
        assertThat(second.changed()).isTrue();
    }

    @Test
    default void writes_to_one_document_in_one_batch_happen_one_after_the_other() {
        // Given
        var rig = rig();

        // When
        var answers = rig.writeTogether(
                rig.request(EDITOR, "d", CREATE, json("n", 1)),
                rig.request(OTHER_EDITOR, "d", MERGE, json("m", 2)),
                rig.conditional("d", MERGE, json("n", 3), null, 2L),
                rig.conditional("d", MERGE, json("n", 4), null, 2L));

        // Then
        assertThat(answers)
                .extracting(WritingContract::summary)
                .containsExactly("1/1", "2/2", "3/3", "REVISION_CONFLICT");
        assertThat(rig.read("d").fields()).isEqualTo(json("n", 3, "m", 2));
        assertThat(rig.locks.requests).as("one lock check for the batch").hasSize(1);
        assertThat(rig.events)
                .extracting(event -> ((Event.Changed) event).seq())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    default void a_bad_write_never_fails_its_neighbours() {
        // Given
        var rig = rig();

        // When
        var answers = rig.writeTogether(
                rig.request(EDITOR, "good", CREATE, json("a", 1)),
                rig.request(STRANGER, "x", CREATE, json("a", 1)),
                rig.request(VIEWER, "x", CREATE, json("a", 1)),
                rig.request(EDITOR, "x", MERGE, json("a", 1)),
                WriteDocument.of(EDITOR, "test:nowhere", "x", CREATE, json()),
                rig.request(EDITOR, "x", CREATE, json("zero", "a\0b")),
                rig.request(EDITOR, "x", CREATE, json("half", "\uD800")),
                rig.request(EDITOR, "half\uDC00", CREATE, json()),
                rig.request(EDITOR, "x", CREATE, json("notANumber", Double.NaN)),
                rig.request(EDITOR, "x", CREATE, json("digits", new java.math.BigInteger("9".repeat(500)))),
                rig.request(EDITOR, "x", CREATE, json("big", "x".repeat(Rig.DOCUMENT_MAX_BYTES))),
                rig.request(OTHER_EDITOR, "fine", CREATE, json("a", 1)));

        // Then
        assertThat(answers)
                .extracting(WritingContract::summary)
                .containsExactly(
                        "1/1",
                        "NOT_FOUND",
                        "FORBIDDEN",
                        "NOT_FOUND",
                        "NOT_FOUND",
                        "BAD_REQUEST",
                        "BAD_REQUEST",
                        "BAD_REQUEST",
                        "BAD_REQUEST",
                        "BAD_REQUEST",
                        "TOO_LARGE",
                        "1/2");
    }

    @Test
    default void a_document_cannot_grow_beyond_its_limit() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", "x".repeat(Rig.DOCUMENT_MAX_BYTES - 100)));

        // When
        var refusal = rig.refusedWrite(EDITOR, "d", MERGE, json("b", "y".repeat(200)));

        // Then
        assertThat(refusal.code()).isEqualTo(TOO_LARGE);
        assertThat(rig.read("d").revision()).isEqualTo(1);
    }

    @Test
    default void fields_that_are_nested_too_deep_are_refused() {
        // Given
        var rig = rig();
        var deep = json();
        for (int i = 0; i < 200; i++) {
            deep = json("deeper", deep);
        }

        // When
        var refusal = rig.refusedWrite(EDITOR, "d", CREATE, deep);

        // Then
        assertThat(refusal.code()).isEqualTo(BAD_REQUEST);
    }

    @Test
    default void a_large_patch_is_left_out_of_the_event_and_of_the_feed() {
        // Given
        var rig = rig();

        // When
        rig.write(EDITOR, "d", CREATE, json("a", "x".repeat(Ledger.MAX_PATCH_BYTES)));

        // Then
        var event = (Event.Changed) rig.events.get(0);
        assertThat(event.truncated()).isTrue();
        assertThat(event.patch()).isNull();
        assertThat(rig.changes(null, 10).changes()).containsExactly(event);
    }

    @Test
    default void only_managers_make_read_only_and_write_what_is() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1));

        // When
        var set = rig.refusedWrite(rig.readonly(EDITOR, "d", true, json()));
        var made = rig.write(rig.readonly(MANAGER, "d", true, json()));
        var written = rig.refusedWrite(EDITOR, "d", MERGE, json("a", 2));
        var deleted = rig.refusal(() -> rig.documents.delete(rig.deletion(EDITOR, "d", null)));
        rig.write(MANAGER, "d", MERGE, json("a", 3));
        var stillReadonly = rig.read("d").readonly();
        rig.write(rig.readonly(MANAGER, "d", false, json()));
        rig.write(EDITOR, "d", MERGE, json("a", 4));

        // Then
        assertThat(List.of(set.code(), written.code(), deleted.code())).containsOnly(FORBIDDEN);
        assertThat(made.changed()).isTrue();
        assertThat(stillReadonly).isTrue();
        assertThat(rig.read("d").fields()).isEqualTo(json("a", 4));
    }

    @Test
    default void the_time_of_updates_never_goes_back() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1));
        var before = rig.read("d").updatedAt();
        rig.clock.move(Duration.ofDays(-1));

        // When
        rig.write(EDITOR, "e", CREATE, json("a", 1));

        // Then
        assertThat(rig.read("e").updatedAt()).isEqualTo(before);
    }

    private static JsonObject lastPatch(Rig rig) {
        var events = rig.events;
        return Objects.requireNonNull(((Event.Changed) events.get(events.size() - 1)).patch());
    }

    /** "revision/seq" of what was written, or the code of the failure. */
    static String summary(BatchResult.Item item) {
        var failure = item.failure();
        if (failure != null) {
            return failure.getString("code");
        }
        var written = Objects.requireNonNull(item.written());
        return written.revision() + "/" + written.seq();
    }
}
