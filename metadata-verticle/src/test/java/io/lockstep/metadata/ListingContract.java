package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.BAD_REQUEST;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.MERGE;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentPage;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.ListDocuments.Sort;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for listings that choose and sort, whatever store is behind the service. */
interface ListingContract {
    Rig rig();

    @Test
    default void a_listing_gives_the_asked_ids_only() {
        // Given
        var rig = rig();
        List.of("a", "b", "c").forEach(id -> rig.write(EDITOR, id, CREATE, json()));
        rig.delete(EDITOR, "b");

        // When
        var page = list(rig, null, 10, List.of("c", "b", "a", "never"), null, null, null);

        // Then
        assertThat(ids(page)).containsExactly("a", "c");
    }

    @Test
    default void a_listing_gives_what_was_written_at_a_time_or_later() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "old", CREATE, json());
        rig.clock.move(Duration.ofSeconds(1));
        var since = rig.clock.instant();
        rig.write(EDITOR, "at", CREATE, json());
        rig.clock.move(Duration.ofMillis(1));
        rig.write(EDITOR, "after", CREATE, json());

        // When
        var page = list(rig, null, 10, null, since, null, null);

        // Then
        assertThat(ids(page)).containsExactly("after", "at");
    }

    @Test
    default void a_selector_chooses_by_the_fields() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "a", CREATE, json("n", 1, "owner", json("name", "alice")));
        rig.write(EDITOR, "b", CREATE, json("n", 2.5));
        rig.write(EDITOR, "c", CREATE, json("n", "2"));

        // When
        var greater = list(rig, null, 10, null, null, json("n", json("$gt", 1)), null);
        var nested = list(rig, null, 10, null, null, json("owner.name", "alice"), null);
        var none = list(rig, null, 10, null, null, json("$nor", new JsonArray().add(json("n", 1))), null);
        var unknown = rig.refusal(() -> rig.documents.list(new ListDocuments(
                VIEWER, rig.space, null, 10, null, null, json("n", json("$regex", ".*")), null, null)));

        // Then
        assertThat(ids(greater)).containsExactly("b");
        assertThat(ids(nested)).containsExactly("a");
        assertThat(ids(none)).containsExactly("b", "c");
        assertThat(unknown.code()).isEqualTo(BAD_REQUEST);
        assertThat(unknown.message()).contains("'$regex'");
    }

    @Test
    default void values_of_every_kind_are_sorted_and_equal_ones_by_their_id() {
        // Given
        var rig = rig();
        var values = new JsonArray()
                .add("b")
                .add("B")
                .add(2)
                .add(10)
                .add(-1.5)
                .add(true)
                .add(false)
                .add("b")
                .add(json())
                .add("\uFFFD")
                .add("\uD83D\uDE00");
        for (int i = 0; i < values.size(); i++) {
            rig.write(EDITOR, "d" + (char) ('a' + i), CREATE, json("v", json("x", values.getValue(i))));
        }
        rig.write(EDITOR, "null", CREATE, json("v", new JsonObject().putNull("x")));
        rig.write(EDITOR, "none", CREATE, json("w", 1));

        // When
        var up = paged(rig, List.of(new Sort("v.x", null)));
        var down = paged(rig, List.of(new Sort("v.x", true)));

        // Then
        assertThat(up)
                .containsExactly("none", "null", "dg", "df", "de", "dc", "dd", "db", "da", "dh", "dj", "dk", "di");
        assertThat(down)
                .containsExactly("di", "dk", "dj", "da", "dh", "db", "dd", "dc", "de", "df", "dg", "null", "none");
    }

    @Test
    default void the_time_of_the_last_write_sorts_and_goes_with_other_keys() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "a", CREATE, json("n", 2));
        rig.write(EDITOR, "b", CREATE, json("n", 1));
        rig.clock.move(Duration.ofMillis(1));
        rig.write(EDITOR, "c", CREATE, json("n", 0));

        // When
        var sorted = paged(rig, List.of(new Sort(Sort.UPDATED_AT, true), new Sort("n", false)));

        // Then
        assertThat(sorted).containsExactly("c", "b", "a");
    }

    @Test
    default void writes_between_two_pages_neither_hide_nor_repeat_other_documents() {
        // Given
        var rig = rig();
        List.of("a", "b", "c", "d").forEach(id -> rig.write(EDITOR, id, CREATE, json("n", 1)));
        var sort = List.of(new Sort("n", null));
        var first = list(rig, null, 2, null, null, null, sort);

        // When
        rig.delete(EDITOR, "b");
        rig.write(EDITOR, "0", CREATE, json("n", 0));
        rig.write(EDITOR, "d", MERGE, json("n", 2));
        var second = list(rig, first.next(), 10, null, null, null, sort);

        // Then
        assertThat(ids(first)).containsExactly("a", "b");
        assertThat(ids(second)).containsExactly("c", "d");
        assertThat(second.next()).isNull();
    }

    @Test
    default void a_position_that_is_none_is_refused() {
        // Given
        var rig = rig();
        var sort = List.of(new Sort("n", null));

        // When
        var malformed = List.of("nonsense", "WyJhIl0", "WyIxIiwieCIsIiIsImEiXQ").stream()
                .map(after -> rig.refusal(() -> rig.documents.list(
                        new ListDocuments(VIEWER, rig.space, after, 10, null, null, null, sort, null))))
                .toList();

        // Then
        assertThat(malformed).extracting(refusal -> refusal.code()).containsOnly(BAD_REQUEST);
    }

    @Test
    default void a_listing_without_fields_tells_everything_else() {
        // Given
        var rig = rig();
        var written = rig.write(EDITOR, "a", CREATE, json("n", 1));

        // When
        var page = rig.await(() -> rig.documents.list(
                new ListDocuments(VIEWER, rig.space, null, 10, null, null, json("n", 1), null, true)));

        // Then
        assertThat(page.documents()).singleElement().satisfies(document -> {
            assertThat(document.fields()).isEmpty();
            assertThat(document.etag()).isEqualTo(written.etag());
        });
    }

    /** The ids of all documents, read in pages of two. */
    private static List<String> paged(Rig rig, List<Sort> sort) {
        var ids = new ArrayList<String>();
        String after = null;
        do {
            var page = list(rig, after, 2, null, null, null, sort);
            ids.addAll(ids(page));
            after = page.next();
        } while (after != null);
        return ids;
    }

    private static DocumentPage list(
            Rig rig,
            @Nullable String after,
            int limit,
            @Nullable List<String> ids,
            @Nullable Instant since,
            @Nullable JsonObject selector,
            @Nullable List<Sort> sort) {
        return rig.await(() -> rig.documents.list(
                new ListDocuments(VIEWER, rig.space, after, limit, ids, since, selector, sort, null)));
    }

    private static List<String> ids(DocumentPage page) {
        return page.documents().stream().map(Document::document).toList();
    }
}
