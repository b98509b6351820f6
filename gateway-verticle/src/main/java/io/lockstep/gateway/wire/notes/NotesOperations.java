package io.lockstep.gateway.wire.notes;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Document;
import io.lockstep.gateway.http.Requests;
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
        // The settings are read after the notes: a change between the two moves the head, and so the next list has it.
        return call.book()
                .list(query, call.ifNoneMatch())
                .compose(sync -> sync.notModified()
                        ? Future.succeededFuture(NotesJson.listHeaders(NotesAnswer.notModified(), query, sync))
                        : call.book().settings().map(settings -> NotesJson.list(query, sync, settings)));
    }

    Future<NotesAnswer> read(NotesCall call, long id) {
        return call.book().read(id).map(Note::of).compose(note -> {
            var answer = call.ifNoneMatch().contain(note.etag())
                    ? Future.succeededFuture(NotesAnswer.notModified())
                    : answer(call, note, ListQuery.exclude(call.parameters()));
            return answer.map(found -> found.with("ETag", Etags.quoted(note.etag())));
        });
    }

    Future<NotesAnswer> create(NotesCall call) {
        var fields = edit(call).created();
        return call.book()
                .opened(() -> call.book()
                        .requireFree(1)
                        .compose(room -> new Titling(call.book(), fields, 0).written(call.book()::create)))
                .compose(note -> answer(call, note, Set.of()));
    }

    Future<NotesAnswer> update(NotesCall call, long id) {
        return repeated(() -> call.book().read(id).compose(document -> update(call, document)), 1);
    }

    private Future<NotesAnswer> update(NotesCall call, Document document) {
        var note = Note.of(document);
        if (!call.allows(note)) {
            return call.book().settings().map(settings -> NotesJson.conflict(note, settings));
        }
        var changes = edit(call).changes(note);
        if (note.readonly() && NoteEdit.isRestricted(changes)) {
            return readonly();
        }
        if (changes.isEmpty()) {
            return answer(call, note, Set.of());
        }
        return requireFree(call, changes)
                .compose(room -> changed(call.book(), document, changes))
                .compose(changed -> answer(call, changed, Set.of()));
    }

    private static Future<Note> changed(NoteBook book, Document document, JsonObject changes) {
        return NoteEdit.isRenaming(changes)
                ? Titling.of(book, Note.of(document), changes).written(fields -> book.change(document, fields))
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
                        .compose(document -> document.readonly()
                                ? readonly()
                                : call.book().delete(document).map(deleted -> NotesJson.DELETED)),
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
                    : Future.failedFuture(new ServiceException(FailureCode.LOCKED, "the note changes all the time"));
        });
    }

    private static Future<NotesAnswer> readonly() {
        return Future.failedFuture(new ServiceException(FailureCode.FORBIDDEN, "the note is read-only"));
    }

    private static Future<NotesAnswer> answer(NotesCall call, Note note, Set<String> exclude) {
        return call.book().settings().map(settings -> NotesJson.one(note, settings, exclude));
    }

    private static NotesAnswer answer(NotesSettings settings) {
        return NotesAnswer.ok(settings.json().encode());
    }
}
