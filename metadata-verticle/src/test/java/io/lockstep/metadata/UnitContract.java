package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.FORBIDDEN;
import static io.lockstep.contract.FailureCode.NOT_FOUND;
import static io.lockstep.contract.FailureCode.REVISION_CONFLICT;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.MERGE;
import static io.lockstep.contract.metadata.WriteMode.UPSERT;
import static io.lockstep.metadata.Rig.ADMIN;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.STRANGER;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.BatchResult;
import io.lockstep.contract.metadata.CopyDocument;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for batches of all or none and for copies, whatever store is behind the service. */
interface UnitContract {
    Rig rig();

    @Test
    default void an_atomic_batch_takes_effect_as_a_whole() {
        // Given
        var rig = rig();

        // When
        var answers = atomic(
                rig, rig.request(EDITOR, "d", CREATE, json("n", 1)), rig.request(EDITOR, "d", MERGE, json("m", 2)));

        // Then
        assertThat(answers).extracting(WritingContract::summary).containsExactly("1/1", "2/2");
        assertThat(rig.read("d").fields()).isEqualTo(json("n", 1, "m", 2));
    }

    @Test
    default void one_refusal_undoes_an_atomic_batch_and_harms_no_neighbour() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("n", 1));
        rig.events.clear();

        // When all go in one transaction
        var together = rig.await(() -> Future.all(
                rig.documents.write(rig.request(EDITOR, "before", CREATE, json())),
                rig.documents.batch(new WriteBatch(
                        List.of(
                                rig.named("op", rig.request(EDITOR, "d", MERGE, json("n", 2))),
                                rig.request(EDITOR, "e", CREATE, json()),
                                rig.conditional("d", MERGE, json("n", 3), null, 9L)),
                        true)),
                rig.documents.write(rig.conditional("d", MERGE, json("after", true), null, 1L))));

        // Then
        assertThat(together.<BatchResult>resultAt(1).results())
                .extracting(WritingContract::summary)
                .containsExactly("BAD_REQUEST", "BAD_REQUEST", "REVISION_CONFLICT");
        assertThat(together.<BatchResult>resultAt(1).results().get(0).failure())
                .isEqualTo(Refusals.notApplied(2).toJson());
        assertThat(rig.list(null, 10).documents())
                .extracting(Document::document)
                .containsExactly("before", "d");
        assertThat(rig.read("d").fields()).isEqualTo(json("n", 1, "after", true));
        assertThat(rig.events).isEqualTo(rig.changes(null, 10).changes().subList(1, 3));
        assertThat(rig.locks.requests.get(1).items()).as("one transaction").hasSize(5);
    }

    @Test
    default void a_write_that_is_bad_in_itself_keeps_an_atomic_batch_from_being_tried() {
        // Given
        var rig = rig();

        // When
        var answers = atomic(
                rig,
                rig.request(EDITOR, "d", CREATE, json()),
                rig.request(EDITOR, "e", CREATE, json("big", "x".repeat(Rig.DOCUMENT_MAX_BYTES))));

        // Then
        assertThat(answers).extracting(WritingContract::summary).containsExactly("BAD_REQUEST", "TOO_LARGE");
        assertThat(rig.list(null, 10).documents()).isEmpty();
    }

    @Test
    default void an_undone_operation_may_be_tried_again_and_a_done_one_is_answered_again() {
        // Given
        var rig = rig();
        var create = rig.named("op-1", rig.request(EDITOR, "d", CREATE, json("n", 1)));
        var merge = rig.named("op-2", rig.request(EDITOR, "e", MERGE, json("n", 1)));
        atomic(rig, create, merge);
        rig.write(EDITOR, "e", UPSERT, json());

        // When
        var done = atomic(rig, create, merge);
        var again = atomic(rig, create, merge);

        // Then
        assertThat(done).extracting(WritingContract::summary).containsExactly("1/2", "2/3");
        assertThat(again).isEqualTo(done);
    }

    @Test
    default void a_copy_has_the_fields_of_its_source_and_a_life_of_its_own() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("n", 1, "nested", json("a", 1)));

        // When
        var named = rig.await(() -> rig.documents.copy(copy(rig, null, "copy", "op")));
        var again = rig.await(() -> rig.documents.copy(copy(rig, null, "copy", "op")));
        var unnamed = rig.await(() -> rig.documents.copy(copy(rig, null, null, null)));
        var taken = rig.refusal(() -> rig.documents.copy(copy(rig, null, "copy", null)));
        rig.write(EDITOR, "d", MERGE, json("n", 2));

        // Then
        assertThat(again).isEqualTo(named);
        assertThat(List.of(
                        rig.read("copy").fields(), rig.read(unnamed.document()).fields()))
                .containsOnly(json("n", 1, "nested", json("a", 1)));
        assertThat(rig.read("copy").revision()).isEqualTo(1);
        assertThat(taken.code()).isEqualTo(REVISION_CONFLICT);
    }

    @Test
    default void a_copy_needs_a_reader_here_and_an_editor_there() {
        // Given
        var rig = rig();
        var there = rig.space + ":there";
        rig.await(() -> rig.spaces.put(new PutSpace(
                ADMIN, there, null, List.of(DefinitionContract.PAGES), Map.of("user:carol", Role.EDITOR))));
        rig.write(EDITOR, "d", CREATE, json("pages", 1));
        rig.write(EDITOR, "unfit", CREATE, json("pages", "many"));

        // When
        var copied = rig.await(() -> rig.documents.copy(copy(rig, there, "d", null)));
        var here = rig.refusal(() -> rig.documents.copy(new CopyDocument(VIEWER, rig.space, "d", null, null, null)));
        var stranger =
                rig.refusal(() -> rig.documents.copy(new CopyDocument(STRANGER, rig.space, "d", there, null, null)));
        var hidden = rig.refusal(() -> rig.documents.copy(new CopyDocument(EDITOR, rig.space, "d", there, null, null)));
        var unfit =
                rig.refusal(() -> rig.documents.copy(new CopyDocument(VIEWER, rig.space, "unfit", there, null, null)));

        // Then
        assertThat(copied.space()).isEqualTo(there);
        assertThat(here.code()).isEqualTo(FORBIDDEN);
        assertThat(List.of(stranger.code(), hidden.code())).containsOnly(NOT_FOUND);
        assertThat(unfit.message()).startsWith("field 'pages' does not fit");
    }

    @Test
    default void a_copy_that_is_repeated_after_its_source_is_gone_has_the_first_answer() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("n", 1));
        var first = rig.await(() -> rig.documents.copy(copy(rig, null, "copy", "op")));
        rig.delete(EDITOR, "d");

        // When
        var again = rig.await(() -> rig.documents.copy(copy(rig, null, "copy", "op")));
        var other = rig.refusal(() -> rig.documents.copy(copy(rig, null, "copy", "other-op")));
        var fresh = rig.refusal(() -> rig.documents.copy(copy(rig, null, "fresh", "fresh-op")));

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(List.of(other.code(), fresh.code())).containsOnly(NOT_FOUND);
        assertThat(rig.list(null, 10).documents())
                .extracting(Document::document)
                .containsExactly("copy");
    }

    private static List<BatchResult.Item> atomic(Rig rig, WriteDocument... writes) {
        return rig.await(() -> rig.documents.batch(new WriteBatch(List.of(writes), true)))
                .results();
    }

    /** A copy of document d; by an editor, and by a viewer when it goes to another space. */
    private static CopyDocument copy(
            Rig rig, @Nullable String toSpace, @Nullable String toDocument, @Nullable String operation) {
        return new CopyDocument(toSpace == null ? EDITOR : VIEWER, rig.space, "d", toSpace, toDocument, operation);
    }
}
