package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.NOT_FOUND;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.REPLACE;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.STRANGER;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentSync;
import io.lockstep.contract.metadata.SyncDocuments;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for synchronising by time, whatever store is behind the service. */
interface SyncContract {
    Rig rig();

    @Test
    default void what_changed_is_given_in_full_and_the_rest_by_id() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "2", CREATE, json("n", 1));
        rig.write(EDITOR, "1", CREATE, json("n", 1));
        rig.write(EDITOR, "3", CREATE, json("n", 1));
        rig.delete(EDITOR, "3");
        rig.clock.move(Duration.ofSeconds(2));
        var since = sync(rig, null, null).lastUpdate();

        // When
        rig.write(EDITOR, "2", REPLACE, json("n", 2));
        var sync = sync(rig, since, null);

        // Then
        assertThat(sync.documents()).containsExactly(rig.read("2"));
        assertThat(sync.others()).containsExactly("1");
        assertThat(sync.pending()).isZero();
        assertThat(sync.cursor()).isEqualTo(rig.list(null, 1).cursor());
    }

    @Test
    default void a_change_is_given_once_when_its_second_is_over() {
        // Given
        var rig = rig();
        rig.clock.move(Duration.ofMillis(300));
        rig.write(EDITOR, "1", CREATE, json("n", 1));

        // When
        var within = sync(rig, null, null).lastUpdate();
        rig.clock.move(Duration.ofMillis(700));
        var after = sync(rig, second(within), null);
        var again = sync(rig, second(after.lastUpdate()), null);

        // Then
        assertThat(ids(after)).containsExactly("1");
        assertThat(after.lastUpdate()).isEqualTo(second(within).plusSeconds(1));
        assertThat(again.documents()).isEmpty();
        assertThat(again.lastUpdate()).isEqualTo(after.lastUpdate());
        assertThat(again.others()).containsExactly("1");
    }

    @Test
    default void no_change_is_earlier_than_a_time_already_given_also_when_the_clock_goes_back() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "1", CREATE, json("n", 1));
        rig.clock.move(Duration.ofSeconds(5));
        var given = sync(rig, null, null).lastUpdate();

        // When
        rig.clock.move(Duration.ofHours(-1));
        rig.write(EDITOR, "2", CREATE, json("n", 1));

        // Then
        assertThat(ids(sync(rig, second(given), null))).containsExactly("2");
    }

    @Test
    default void parts_follow_each_other_and_the_last_one_names_all_others() {
        // Given
        var rig = rig();
        List.of("5", "4", "3", "2", "1").forEach(id -> rig.write(EDITOR, id, CREATE, json("n", 1)));

        // When
        var first = part(rig, null, 2);
        var second = part(rig, last(first), 2);
        rig.clock.move(Duration.ofMillis(1));
        rig.write(EDITOR, "1", REPLACE, json("n", 2));
        var third = part(rig, last(second), 2);

        // Then
        assertThat(ids(first)).containsExactly("1", "2");
        assertThat(first.pending()).isEqualTo(3);
        assertThat(first.others()).isEmpty();
        assertThat(ids(second)).containsExactly("3", "4");
        assertThat(ids(third)).containsExactly("5", "1");
        assertThat(third.pending()).isZero();
        assertThat(third.others()).containsExactly("2", "3", "4");
    }

    @Test
    default void only_the_asked_documents_and_fields_are_given() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "1", CREATE, json("kind", "a", "text", "x"));
        rig.write(EDITOR, "2", CREATE, json("text", "x"));
        rig.write(EDITOR, "settings", CREATE, json("kind", "a"));
        rig.write(EDITOR, "007", CREATE, json("kind", "a"));

        // When
        var kind = filtered(rig, "kind", "a", List.of("kind", "nothing"));
        var none = filtered(rig, "kind", "", null);

        // Then
        assertThat(kind.documents()).extracting(Document::fields).containsExactly(json("kind", "a"));
        assertThat(ids(kind)).containsExactly("1");
        assertThat(none.documents()).containsExactly(rig.read("2"));
    }

    @Test
    default void documents_are_given_that_have_all_asked_values() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "1", CREATE, json("kind", "a", "place", "x"));
        rig.write(EDITOR, "2", CREATE, json("kind", "a", "place", "y"));
        rig.write(EDITOR, "3", CREATE, json("kind", "b", "place", "x"));
        rig.write(EDITOR, "4", CREATE, json("kind", "a"));
        rig.write(EDITOR, "5", CREATE, json("kind", "a", "place", ""));

        // When
        var placed = where(rig, null, "", Map.of("kind", "a", "place", "x"));
        var besides = where(rig, "kind", "b", Map.of("place", "x"));
        var absent = where(rig, null, "", Map.of("kind", "a", "place", ""));
        var contrary = where(rig, "kind", "a", Map.of("kind", "b"));
        var all = where(rig, null, "", Map.of());

        // Then
        assertThat(placed.documents()).containsExactly(rig.read("1"));
        assertThat(placed.others()).isEmpty();
        assertThat(ids(besides)).containsExactly("3");
        assertThat(ids(absent)).containsExactly("4", "5");
        assertThat(ids(contrary)).isEmpty();
        assertThat(ids(all)).hasSize(5);
    }

    @Test
    default void nothing_is_read_while_the_head_is_the_known_one() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "1", CREATE, json("n", 1));
        var head = sync(rig, null, null).cursor();

        // When
        var same = sync(rig, null, head);
        rig.delete(EDITOR, "1");
        var moved = sync(rig, null, head);

        // Then
        assertThat(same.notModified()).isTrue();
        assertThat(same.documents()).isEmpty();
        assertThat(same.cursor()).isEqualTo(head);
        assertThat(moved.notModified()).isFalse();
        assertThat(moved.documents()).isEmpty();
        assertThat(moved.others()).isEmpty();
    }

    @Test
    default void who_has_no_role_synchronises_no_space() {
        // Given
        var rig = rig();
        var head = sync(rig, null, null).cursor();

        // When
        var refused = rig.refusal(() -> rig.documents.sync(
                new SyncDocuments(STRANGER, rig.space, null, null, null, null, null, null, null, null, null)));
        var refusedHead = rig.refusal(() -> rig.documents.sync(
                new SyncDocuments(STRANGER, rig.space, null, null, null, null, head, null, null, null, null)));

        // Then
        assertThat(List.of(refused.code(), refusedHead.code())).containsOnly(NOT_FOUND);
    }

    private static DocumentSync sync(Rig rig, @Nullable Instant since, @Nullable String ifHead) {
        return rig.await(() -> rig.documents.sync(
                new SyncDocuments(VIEWER, rig.space, since, null, null, null, ifHead, null, null, null, null)));
    }

    private static DocumentSync part(Rig rig, @Nullable Document after, int limit) {
        return rig.await(() -> rig.documents.sync(new SyncDocuments(
                VIEWER,
                rig.space,
                null,
                after == null ? null : after.updatedAt(),
                after == null ? null : after.document(),
                limit,
                null,
                null,
                null,
                null,
                null)));
    }

    private static DocumentSync filtered(Rig rig, String field, String value, @Nullable List<String> only) {
        return rig.await(() -> rig.documents.sync(
                new SyncDocuments(VIEWER, rig.space, null, null, null, null, null, true, field, value, only)));
    }

    private static DocumentSync where(Rig rig, @Nullable String field, String value, Map<String, String> where) {
        return rig.await(() -> rig.documents.sync(
                new SyncDocuments(VIEWER, rig.space, null, null, null, null, null, null, field, value, null, where)));
    }

    private static Document last(DocumentSync part) {
        return part.documents().get(part.documents().size() - 1);
    }

    private static Instant second(Instant instant) {
        return Instant.ofEpochSecond(instant.getEpochSecond());
    }

    private static List<String> ids(DocumentSync sync) {
        return sync.documents().stream().map(Document::document).toList();
    }
}
