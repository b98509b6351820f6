package io.lockstep.gateway.wire.notes;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * A user's settings. They shape {@code internalPath}, and the path says which notes are shown: see {@link Shelf}.
 *
 * @param notesPath the folder of the notes; empty for the root
 * @param fileSuffix with its dot
 */
record NotesSettings(String notesPath, String fileSuffix, String noteMode) {
    static final NotesSettings DEFAULTS = new NotesSettings("Notes", NoteText.DEFAULT_SUFFIX, "rich");

    static final String PATH = "notesPath";

    private static final Set<String> MODES = Set.of("rich", "edit", "preview");

    /** What is not stored has its default. */
    static NotesSettings of(JsonObject stored) {
        return new NotesSettings(
                stored.getString(PATH, DEFAULTS.notesPath),
                stored.getString("fileSuffix", DEFAULTS.fileSuffix),
                stored.getString("noteMode", DEFAULTS.noteMode));
    }

    /** Whether the path was ever changed: it stays when it becomes the default again. */
    static boolean namesPath(JsonObject stored) {
        return stored.containsKey(PATH);
    }

    /** The given ones as they may be stored; null, which removes one, for a default. */
    static JsonObject changes(NotesParameters given) {
        var changes = new JsonObject();
        if (given.has(PATH)) {
            changes.put(PATH, given.text(PATH).map(NoteText::path).orElse(DEFAULTS.notesPath));
        }
        if (given.has("fileSuffix")) {
            var suffix = given.text("fileSuffix").filter(value -> !value.equals("custom"));
            changes.put(
                    "fileSuffix",
                    suffix.or(() -> given.text("customSuffix"))
                            .map(NoteText::suffix)
                            .orElse(null));
        }
        if (given.has("noteMode")) {
            changes.put(
                    "noteMode", given.text("noteMode").filter(MODES::contains).orElse(null));
        }
        return changes;
    }

    JsonObject json() {
        return new JsonObject()
                .put("notesPath", notesPath)
                .put("fileSuffix", fileSuffix)
                .put("noteMode", noteMode);
    }

    /** Where the note's file would be. */
    String pathOf(Note note) {
        var folder =
                (notesPath.isEmpty() ? "" : "/" + notesPath) + (note.category().isEmpty() ? "" : "/" + note.category());
        return folder + "/" + note.title() + fileSuffix;
    }
}
