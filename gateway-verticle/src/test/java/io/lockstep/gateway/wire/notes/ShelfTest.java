package io.lockstep.gateway.wire.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.metadata.Document;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShelfTest {
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.890Z");
    private static final JsonObject NOTE = new JsonObject().put("title", "A");

    private static Document document(JsonObject fields) {
        return new Document("notes:alice", "1000", 7, "etag", fields, false, AT, "alice");
    }

    private static Shelf shelf(String notesPath) {
        return Shelf.of(document(new JsonObject().put("notesPath", notesPath)));
    }

    @Test
    void a_note_is_shown_on_the_shelf_on_which_it_was_placed() {
        for (var path : new String[] {"Notes", "", "Private", "Private/Work"}) {
            var note = document(shelf(path).placed(NOTE));

            assertThat(shelf(path).shows(note)).as(path).isTrue();
            assertThat(shelf("Else").shows(note)).as(path).isFalse();
        }
    }

    @Test
    void a_note_without_a_folder_is_in_the_default_one() {
        assertThat(shelf("Notes").placed(NOTE)).isEqualTo(NOTE);
        assertThat(shelf("Notes").shows(document(NOTE))).isTrue();
        assertThat(shelf("").shows(document(NOTE))).isFalse();
    }

    @Test
    void nothing_is_filtered_and_nothing_sent_again_while_the_path_never_changed() {
        var shelf = Shelf.of(document(new JsonObject().put("fileSuffix", ".txt")));

        assertThat(shelf.where()).isNull();
        assertThat(shelf.edition()).isZero();
        assertThat(shelf.stoodAt(Instant.EPOCH)).isTrue();
        assertThat(shelf.settingsChanges(new JsonObject().put("notesPath", "Notes")))
                .isEmpty();
        assertThat(shelf.settingsChanges(new JsonObject().put("notesPath", "X")))
                .hasSize(1);
    }

    @Test
    void who_saw_a_list_up_to_the_second_of_the_change_may_not_know_the_shelf() {
        var shelf = shelf("Private");

        assertThat(shelf.stoodAt(Instant.parse("2026-03-04T05:06:07Z"))).isFalse();
        assertThat(shelf.stoodAt(AT)).isFalse();
        assertThat(shelf.stoodAt(Instant.parse("2026-03-04T05:06:08Z"))).isTrue();
    }

    @Test
    void the_path_stays_in_the_settings_when_it_becomes_the_default_again() {
        var back = new JsonObject().put("notesPath", "Notes");

        assertThat(shelf("Private").settingsChanges(back)).isEqualTo(back);
        assertThat(shelf("Notes").where()).isEqualTo(Map.of("folder", ""));
    }

    @Test
    void a_list_in_chunks_begins_again_on_another_shelf() {
        var cursor = new ChunkCursor(AT, shelf("Private").edition(), AT, "77").encode();
        var query = ListQuery.of(new NotesParameters(
                new JsonObject().put("chunkSize", 2).put("pruneBefore", 1).put("chunkCursor", cursor)));

        var same = query.on(shelf("Private")).request(Actor.SYSTEM, "notes:alice", shelf("Private"), null);
        var other = query.on(Shelf.ALL).request(Actor.SYSTEM, "notes:alice", Shelf.ALL, null);

        assertThat(same.afterDocument()).isEqualTo("77");
        assertThat(same.since()).isNull();
        assertThat(other.afterDocument()).isNull();
        assertThat(other.since()).isEqualTo(Instant.ofEpochSecond(1));
    }
}
