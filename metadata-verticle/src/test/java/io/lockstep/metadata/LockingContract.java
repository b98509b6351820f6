package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.LOCKED;
import static io.lockstep.contract.FailureCode.NOT_FOUND;
import static io.lockstep.contract.FailureCode.UNAVAILABLE;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.MERGE;
import static io.lockstep.contract.metadata.WriteMode.REPLACE;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.OTHER_EDITOR;
import static io.lockstep.metadata.Rig.STRANGER;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.metadata.Written;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for locks and fences, whatever store is behind the service. */
interface LockingContract {
    Rig rig();

    Rig rigThatAllowsWritesWithoutLocks();

    @Test
    default void a_cell_locked_by_somebody_else_is_refused_and_names_the_holder() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1, "b", 1));
        rig.locks.lock(rig.space, "d", "a", "bob", 5);

        // When
        var refusal = rig.refusedWrite(EDITOR, "d", MERGE, json("a", 2));
        var free = rig.write(EDITOR, "d", MERGE, json("b", 2));
        var holder = rig.write(OTHER_EDITOR, "d", MERGE, json("a", 3));

        // Then
        assertThat(refusal.code()).isEqualTo(LOCKED);
        assertThat(refusal.message()).contains("BOB");
        assertThat(refusal.details().getJsonObject("lock").getString("owner")).isEqualTo("bob");
        assertThat(List.of(free.changed(), holder.changed())).containsOnly(true);
    }

    @Test
    default void replace_and_delete_need_every_cell() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("a", 1, "b", 1));
        rig.locks.lock(rig.space, "d", "a", "bob", 5);

        // When
        var replaced = rig.refusedWrite(EDITOR, "d", REPLACE, json("b", 2));
        var deleted = rig.refusal(() -> rig.documents.delete(rig.deletion(EDITOR, "d", null)));

        // Then
        assertThat(List.of(replaced.code(), deleted.code())).containsOnly(LOCKED);
    }

    @Test
    default void a_locked_neighbour_does_not_hold_up_a_batch() {
        // Given
        var rig = rig();
        rig.locks.lock(rig.space, "locked", "*", "bob", 5);

        // When
        var answers = rig.writeTogether(
                rig.request(EDITOR, "locked", CREATE, json("a", 1)), rig.request(EDITOR, "free", CREATE, json("a", 1)));

        // Then
        assertThat(answers).extracting(WritingContract::summary).containsExactly("LOCKED", "1/1");
    }

    @Test
    default void who_may_not_see_the_space_learns_nothing_of_its_locks() {
        // Given
        var rig = rig();
        rig.locks.lock(rig.space, "d", "a", "bob", 5);

        // When
        var refusal = rig.refusedWrite(STRANGER, "d", CREATE, json("a", 1));

        // Then
        assertThat(refusal.code()).isEqualTo(NOT_FOUND);
        assertThat(refusal.details()).isEmpty();
    }

    @Test
    default void two_people_write_two_cells_in_any_order_of_their_fences() {
        // Given
        var rig = rig();

        // When
        var first = rig.write(rig.fenced(EDITOR, "d", json("a", 1), 20));
        var second = rig.write(rig.fenced(OTHER_EDITOR, "d", json("b", 1), 10));
        var third = rig.write(rig.fenced(EDITOR, "d", json("a", 2), 20));

        // Then
        assertThat(List.of(first.changed(), second.changed(), third.changed())).containsOnly(true);
    }

    @Test
    default void a_holder_whose_lock_has_passed_on_is_refused() {
        // Given
        var rig = rig();
        rig.write(rig.fenced(EDITOR, "d", json("a", 1), 10));
        rig.write(rig.fenced(OTHER_EDITOR, "d", json("a", 2), 11));

        // When
        var stale = rig.refusedWrite(rig.fenced(EDITOR, "d", json("a", 3), 10));
        var staleAndMore = rig.refusedWrite(rig.fenced(EDITOR, "d", json("a", 3, "b", 1), 10));
        var staleDelete = rig.refusal(() -> rig.documents.delete(rig.deletion(EDITOR, "d", 10L)));
        var unfenced = rig.write(EDITOR, "d", MERGE, json("a", 4));

        // Then
        assertThat(List.of(stale.code(), staleAndMore.code(), staleDelete.code()))
                .containsOnly(LOCKED);
        assertThat(unfenced.changed()).isTrue();
    }

    @Test
    default void a_stale_write_that_changes_only_other_cells_goes_on() {
        // Given
        var rig = rig();
        rig.write(rig.fenced(OTHER_EDITOR, "d", json("a", 2), 11));

        // When
        var written = rig.write(rig.fenced(EDITOR, "d", json("a", 2, "b", 1), 10));

        // Then
        assertThat(written.changed()).isTrue();
    }

    @Test
    default void the_fence_of_a_lock_that_the_writer_holds_counts_without_being_named() {
        // Given
        var rig = rig();
        rig.locks.lock(rig.space, "d", "a", "bob", 11);
        rig.write(OTHER_EDITOR, "d", CREATE, json("a", 1));
        rig.locks.releaseAll();

        // When
        var stale = rig.refusedWrite(rig.fenced(EDITOR, "d", json("a", 2), 10));

        // Then
        assertThat(stale.code()).isEqualTo(LOCKED);
    }

    @Test
    default void a_write_without_a_lock_does_not_overwrite_who_locked_and_wrote_after_it_was_checked() {
        // Given bob, who got his lock after alice's write was checked, and wrote before it was committed
        var rig = rig();
        rig.write(rig.fenced(OTHER_EDITOR, "d", json("a", "bob"), 11));
        rig.locks.setFenceNow(10);

        // When
        var late = rig.refusedWrite(EDITOR, "d", MERGE, json("a", "alice"));
        var elsewhere = rig.write(rig.request(EDITOR, "d", MERGE, json("b", "alice")));
        rig.locks.setFenceNow(12);
        var later = rig.write(rig.request(EDITOR, "d", MERGE, json("a", "alice")));

        // Then
        assertThat(late.code()).isEqualTo(LOCKED);
        assertThat(late.message()).contains("meanwhile");
        assertThat(List.of(elsewhere.changed(), later.changed())).containsOnly(true);
    }

    @Test
    default void the_fence_of_a_deletion_guards_every_cell_of_the_document_that_comes_back() {
        // Given
        var rig = rig();
        rig.write(rig.fenced(EDITOR, "d", json("a", 1), 10));
        rig.await(() -> rig.documents.delete(rig.deletion(OTHER_EDITOR, "d", 20L)));
        rig.write(OTHER_EDITOR, "d", CREATE, json());

        // When
        var stale = rig.refusedWrite(rig.fenced(EDITOR, "d", json("new", 1), 10));

        // Then
        assertThat(stale.code()).isEqualTo(LOCKED);
    }

    @Test
    default void nothing_is_written_while_nobody_can_tell_what_is_locked() {
        // Given
        var rig = rig();
        rig.locks.setAway(true);

        // When
        var refusal = rig.refusedWrite(EDITOR, "d", CREATE, json("a", 1));
        rig.locks.setAway(false);
        var written = rig.write(EDITOR, "d", CREATE, json("a", 1));

        // Then
        assertThat(refusal.code()).isEqualTo(UNAVAILABLE);
        assertThat(written.seq()).isEqualTo(1);
    }

    @Test
    default void writes_go_on_without_locks_when_the_policy_says_so() {
        // Given
        var rig = rigThatAllowsWritesWithoutLocks();
        rig.locks.setAway(true);

        // When
        var written = rig.write(EDITOR, "d", CREATE, json("a", 1));

        var together = rig.writeTogether(rig.request(EDITOR, "d", MERGE, json("a", 2)));
        var deleted = rig.delete(EDITOR, "d");

        // Then
        assertThat(written.changed()).isTrue();
        assertThat(written.degraded()).isTrue();
        assertThat(together.get(0).written()).extracting(Written::degraded).isEqualTo(true);
        assertThat(deleted.degraded()).isTrue();
    }

    @Test
    default void only_writes_that_nobody_could_check_are_degraded() {
        // Given
        var rig = rigThatAllowsWritesWithoutLocks();
        rig.locks.setAway(true);
        var degraded = rig.write(rig.named("once", rig.request(EDITOR, "d", CREATE, json("a", 1))));

        // When
        rig.locks.setAway(false);
        var repeated = rig.write(rig.named("once", rig.request(EDITOR, "d", CREATE, json("a", 1))));
        var checked = rig.write(EDITOR, "d", MERGE, json("a", 2));

        // Then
        assertThat(degraded.degraded()).isTrue();
        assertThat(repeated.seq()).isEqualTo(degraded.seq());
        assertThat(repeated.degraded()).isNull();
        assertThat(checked.degraded()).isNull();
    }

    @Test
    default void the_lock_check_learns_which_session_writes_and_which_fence_it_shows() {
        // Given
        var rig = rig();
        var tab = new Actor("alice", null, "tab-1");

        // When
        rig.write(tab, "d", CREATE, json("a", 1));
        rig.write(rig.fenced(EDITOR, "d", json("a", 2), 7));
        rig.await(() -> rig.documents.delete(rig.deletion(tab, "d", 8L)));

        // Then
        assertThat(rig.locks.requests)
                .flatExtracting(CheckLocks::items)
                .containsExactly(
                        new CheckLocks.Item(rig.space, "d", List.of("a"), "alice", "tab-1", null),
                        new CheckLocks.Item(rig.space, "d", List.of("a"), "alice", null, 7L),
                        new CheckLocks.Item(rig.space, "d", List.of("*"), "alice", "tab-1", 8L));
    }

    @Test
    default void fence_of_a_lock_that_was_given_without_a_store_counts_as_none() {
        // Given
        var rig = rig();
        rig.write(rig.fenced(OTHER_EDITOR, "d", json("a", 1), 11));

        // When
        var written = rig.write(rig.fenced(EDITOR, "d", json("a", 2), 0));
        var deleted = rig.await(() -> rig.documents.delete(rig.deletion(EDITOR, "d", 0L)));

        // Then
        assertThat(List.of(written.changed(), deleted.changed())).containsOnly(true);
        assertThat(rig.locks.requests)
                .flatExtracting(CheckLocks::items)
                .last()
                .extracting("fence")
                .isNull();
    }
}
