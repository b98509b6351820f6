package io.lockstep.gateway.wire.notes;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What a write asks of a note. Pure.
 *
 * @param isTitled whether titles are parameters; version 0.2 takes them from the content
 * @param now seconds since 1970
 */
record NoteEdit(NotesParameters given, boolean isTitled, long now) {
    private static final List<String> RESTRICTED = List.of("title", "category", "content", "modified");

    /** All fields of a new note. */
    JsonObject created() {
        return new JsonObject()
                .put("title", title().orElse(NoteText.NO_TITLE))
                .put("category", category().orElse(""))
                .put("content", content().orElse(""))
                .put("modified", modified().orElse(now))
                .put("favorite", given.flag("favorite").orElse(false));
    }

    /** The fields that differ from the note's; a new content is modified now unless it says when. */
    JsonObject changes(Note note) {
        var changes = new JsonObject();
        content().filter(content -> !content.equals(note.content())).ifPresent(content -> {
            changes.put("content", content);
            changes.put("modified", now);
        });
        modified().ifPresent(modified -> {
            changes.remove("modified");
            if (modified != note.modified()) {
                changes.put("modified", modified);
            }
        });
        title().filter(title -> !title.equals(note.title())).ifPresent(title -> changes.put("title", title));
        category()
                .filter(category -> !category.equals(note.category()))
                .ifPresent(category -> changes.put("category", category));
        given.flag("favorite")
                .filter(favorite -> favorite != note.favorite())
                .ifPresent(favorite -> changes.put("favorite", favorite));
        return changes;
    }

    /** Whether the changes are refused by a read-only note; everybody may choose his favorites. */
    static boolean isRestricted(JsonObject changes) {
        return RESTRICTED.stream().anyMatch(changes::containsKey);
    }

    /** Whether the changed note may have the name of another. */
    static boolean isRenaming(JsonObject changes) {
        return changes.containsKey("title") || changes.containsKey("category");
    }

    /** Byte order marks are no content. */
    private Optional<String> content() {
        return given.text("content").map(content -> content.replace("\uFEFF", ""));
    }

    private Optional<String> title() {
        return isTitled ? given.text("title").map(NoteText::title) : content().map(NoteText::titleOf);
    }

    private Optional<String> category() {
        return given.text("category").map(NoteText::category);
    }

    /** 0 is not given. */
    private Optional<Long> modified() {
        var seconds = given.number("modified").orElse(0);
        return seconds > 0 ? Optional.of(seconds) : Optional.empty();
    }
}
