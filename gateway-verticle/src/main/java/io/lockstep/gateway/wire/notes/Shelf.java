package io.lockstep.gateway.wire.notes;

import io.lockstep.contract.metadata.Document;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Those of a user's notes that he sees at a moment: the ones of the folder that his {@code notesPath} names. Pure.
 *
 * <p>A note belongs to the folder in which it was made, all its life: its document's field {@code folder}, which begins with
 * a slash and is absent for the default folder. While the path has never been another one, there is nothing to hide, and
 * nobody looks at folders.
 *
 * @param folder as the notes have it, so empty text for the default one; empty for all notes
 * @param edition grows when the settings change; 0 while the path has never been another one
 * @param changedAt when the settings changed
 */
record Shelf(NotesSettings settings, Optional<String> folder, long edition, Instant changedAt) {
    static final Shelf ALL = new Shelf(NotesSettings.DEFAULTS, Optional.empty(), 0, Instant.EPOCH);

    private static final String FOLDER = "folder";

    /** The shelf of these settings. */
    static Shelf of(Document document) {
        var settings = NotesSettings.of(document.fields());
        return NotesSettings.namesPath(document.fields())
                ? new Shelf(settings, Optional.of(folderOf(settings)), document.revision(), document.updatedAt())
                : new Shelf(settings, Optional.empty(), 0, Instant.EPOCH);
    }

    private static String folderOf(NotesSettings settings) {
        return settings.notesPath().equals(NotesSettings.DEFAULTS.notesPath()) ? "" : "/" + settings.notesPath();
    }

    /** What the documents of its notes have in common; null when it shows all. */
    @Nullable
    Map<String, String> where() {
        return folder.map(name -> Map.of(FOLDER, name)).orElse(null);
    }

    boolean shows(Document note) {
        return folder.isEmpty()
                || folder.get().equals(Objects.toString(note.fields().getValue(FOLDER), ""));
    }

    /** A new note's fields with those that put it here. */
    JsonObject placed(JsonObject note) {
        return folder.filter(name -> !name.isEmpty())
                .map(name -> note.copy().put(FOLDER, name))
                .orElse(note);
    }

    /** Whether a client that has seen everything until then has seen the same shelf. */
    boolean stoodAt(Instant time) {
        return folder.isEmpty() || time.isAfter(changedAt);
    }

    /** The path that has always been the default needs no place in the settings. */
    JsonObject settingsChanges(JsonObject changes) {
        var others = changes.copy();
        if (folder.isEmpty() && settings.notesPath().equals(changes.getValue(NotesSettings.PATH))) {
            others.remove(NotesSettings.PATH);
        }
        return others;
    }
}
