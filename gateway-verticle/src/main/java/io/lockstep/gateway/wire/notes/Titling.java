package io.lockstep.gateway.wire.notes;

import io.lockstep.gateway.wire.notes.NoteBook.Neighbours;
import io.lockstep.gateway.wire.notes.NoteBook.Saved;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * A write that gives a note a title which no other note of its category has, also when others do the same at that moment:
 * of two, the one that comes later in the feed is renamed. The later one always finds the earlier one, because it looks
 * after its own write; and when nobody wrote between the look at the titles and the write, it need not look again.
 *
 * @param shelf where the note is
 * @param fields what is written, with at least a title and a category
 * @param id of the note; 0 for a new one
 */
record Titling(NoteBook book, Shelf shelf, JsonObject fields, long id) {

    /** The writing of changes to a note that give it another title or category. */
    static Titling of(NoteBook book, NoteBook.Found found, JsonObject changes) {
        var note = found.note();
        var named = changes.copy()
                .put("title", changes.getString("title", note.title()))
                .put("category", changes.getString("category", note.category()));
        return new Titling(book, found.shelf(), named, note.id());
    }

    /** The note as it is then. */
    Future<Note> written(Function<JsonObject, Future<Saved>> write) {
        return book.neighbours(shelf, fields.getString("category"), id)
                .compose(seen -> write.apply(fields.copy().put("title", free(fields.getString("title"), seen, 1)))
                        .compose(saved -> unrivalled(saved, seen)));
    }

    /** What was written stands in any case, though it may keep its title when it cannot be renamed. */
    private Future<Note> unrivalled(Saved saved, Neighbours seen) {
        return seen.areThoseOf(saved)
                ? Future.succeededFuture(saved.note())
                : madeWay(saved, seen).otherwise(saved.note());
    }

    private Future<Note> madeWay(Saved saved, Neighbours seen) {
        var note = saved.note();
        return Future.join(book.changedBetween(seen, saved), book.neighbours(shelf, note.category(), note.id()))
                .compose(read -> {
                    var earlier = read.<Set<String>>resultAt(0);
                    var now = read.<Neighbours>resultAt(1);
                    int rivals = (int) now.titles().entrySet().stream()
                            .filter(other -> other.getValue().equals(note.title()))
                            .filter(other -> earlier.contains(String.valueOf(other.getKey())))
                            .count();
                    return rivals == 0
                            ? Future.succeededFuture(note)
                            : book.rename(note, free(note.title(), now, rivals))
                                    .compose(renamed -> unrivalled(renamed, now));
                });
    }

    /** The title if it is free, or so many free copies further: rivals that are renamed at once do not meet again. */
    private static String free(String title, Neighbours others, int places) {
        var taken = new HashSet<>(others.titles().values());
        var free = title;
        for (int place = 0; place < places; place++) {
            free = NoteText.free(title, taken);
            taken.add(free);
        }
        return free;
    }
}
