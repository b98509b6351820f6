package io.lockstep.gateway.wire.notes;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Etags;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The operations on notes and settings.
 *
 * <p>A note is read, the rules are asked, and the write takes effect only if the note is still the one that was read;
 * otherwise all begins again. So a condition of the client, or a note's protection, holds at the moment of the write.
 */
final class NotesOperations {
    private static final int MAX_ATTEMPTS = 20;
    private static final String VERSION_WITHOUT_TITLES = "v0.2";

    private final Clock clock;

    NotesOperations(Clock clock) {
        this.clock = clock;
    }

    Future<NotesAnswer> list(NotesCall call) {
        var query = ListQuery.of(call.parameters());
        return repeated(() -> call.book().list(query, call.ifNoneMatch()).map(NotesOperations::answer), 1);
    }

    private static NotesAnswer answer(NoteBook.Listed list) {
        return list.sync().notModified()
                ? NotesJson.listHeaders(NotesAnswer.notModified(), list.query(), list.sync())
                : NotesJson.list(list.query(), list.sync(), list.shelf());
    }

    Future<NotesAnswer> read(NotesCall call, long id) {
        return call.book().read(id).map(found -> {
            var note = found.note();
            var answer = call.ifNoneMatch().contain(note.etag())
                    ? NotesAnswer.notModified()
                    : NotesJson.one(note, found.settings(), ListQuery.exclude(call.parameters()));
            return answer.with("ETag", Etags.quoted(note.etag()));
        });
    }

    Future<NotesAnswer> create(NotesCall call) {
        return call.book()
                .opened(() -> call.book()
                        .requireFree(1)
                        .compose(room -> call.book().shelf())
                        .compose(shelf -> create(call, shelf)));
    }

    private Future<NotesAnswer> create(NotesCall call, Shelf shelf) {
        return new Titling(call.book(), shelf, shelf.placed(edit(call).created()), 0)
                .written(call.book()::create)
                .map(note -> NotesJson.one(note, shelf.settings(), Set.of()));
    }

    Future<NotesAnswer> update(NotesCall call, long id) {
        return repeated(() -> call.book().read(id).compose(found -> update(call, found)), 1);
    }

    private Future<NotesAnswer> update(NotesCall call, NoteBook.Found found) {
        var note = found.note();
        if (!call.allows(note)) {
            return Future.succeededFuture(NotesJson.conflict(note, found.settings()));
        }
        var changes = edit(call).changes(note);
        if (note.readonly() && NoteEdit.isRestricted(changes)) {
            return readonly();
        }
        if (changes.isEmpty()) {
            return Future.succeededFuture(NotesJson.one(note, found.settings(), Set.of()));
        }
        return requireFree(call, changes)
                .compose(room -> changed(call.book(), found, changes))
                .map(changed -> NotesJson.one(changed, found.settings(), Set.of()));
    }

    private static Future<Note> changed(NoteBook book, NoteBook.Found found, JsonObject changes) {
        var document = found.document();
        return NoteEdit.isRenaming(changes)
                ? Titling.of(book, found, changes).written(fields -> book.change(document, fields))
                : book.change(document, changes).map(NoteBook.Saved::note);
    }

    /** Another content needs room for all of it, also when it is shorter: that of the original is written anew. */
    private static Future<Void> requireFree(NotesCall call, JsonObject changes) {
        var content = changes.getString("content");
        return content == null
                ? Future.succeededFuture()
                : call.book().requireFree(content.getBytes(StandardCharsets.UTF_8).length);
    }

    Future<NotesAnswer> delete(NotesCall call, long id) {
        return repeated(
                () -> call.book()
                        .read(id)
                        .compose(found -> found.document().readonly()
                                ? readonly()
                                : call.book().delete(found.document()).map(deleted -> NotesJson.DELETED)),
                1);
    }

    Future<NotesAnswer> settings(NotesCall call) {
        return call.book().settings().map(NotesOperations::answer);
    }

    Future<NotesAnswer> changeSettings(NotesCall call) {
        return call.book()
                .changeSettings(NotesSettings.changes(call.parameters()))
                .map(NotesOperations::answer);
    }

    private NoteEdit edit(NotesCall call) {
        boolean isTitled = !call.version().equals(VERSION_WITHOUT_TITLES);
        return new NoteEdit(call.parameters(), isTitled, clock.instant().getEpochSecond());
    }

    /** Begins again when somebody else was faster; fails with LOCKED when that does not end. */
    private static Future<NotesAnswer> repeated(Supplier<Future<NotesAnswer>> attempt, int number) {
        return attempt.get().recover(failure -> {
            if (!Requests.is(failure, FailureCode.REVISION_CONFLICT)) {
                return Future.failedFuture(failure);
            }
            return number < MAX_ATTEMPTS
                    ? repeated(attempt, number + 1)
                    : Future.failedFuture(new ServiceException(FailureCode.LOCKED, "it changes all the time"));
        });
    }

    private static Future<NotesAnswer> readonly() {
        return Future.failedFuture(new ServiceException(FailureCode.FORBIDDEN, "the note is read-only"));
    }

    private static NotesAnswer answer(NotesSettings settings) {
        return NotesAnswer.ok(settings.json().encode());
    }
}
