package io.lockstep.gateway.wire.notes;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentSync;
import io.lockstep.gateway.wire.Etags;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The responses of the Notes interface. Pure. */
final class NotesJson {
    static final String API_VERSIONS = "0.2, 1.3, 1.4";
    static final NotesAnswer UNKNOWN_PATH = new NotesAnswer(400, Map.of(), "[]");
    static final NotesAnswer DELETED = NotesAnswer.ok("[]");

    private static final String APP_VERSION = "6.0.2";
    private static final List<String> EXCLUDABLE =
            List.of("id", "title", "modified", "category", "favorite", "readonly", "content");
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private NotesJson() {}

    static JsonObject note(Note note, NotesSettings settings, Set<String> exclude) {
        var json = new JsonObject()
                .put("id", note.id())
                .put("title", note.title())
                .put("modified", note.modified())
                .put("category", note.category())
                .put("favorite", note.favorite())
                .put("readonly", note.readonly())
                .put("internalPath", settings.pathOf(note))
                .put("shareTypes", new JsonArray())
                .put("isShared", false)
                .put("error", false)
                .put("errorType", "")
                .put("content", note.content())
                .put("etag", note.etag());
        EXCLUDABLE.stream().filter(exclude::contains).forEach(json::remove);
        return json;
    }

    /** A note that was asked for by its id. */
    static NotesAnswer one(Note note, NotesSettings settings, Set<String> exclude) {
        return NotesAnswer.ok(note(note, settings, exclude).encode());
    }

    /** The note as it is, for a client that wanted to change another state of it. */
    static NotesAnswer conflict(Note note, NotesSettings settings) {
        return new NotesAnswer(412, Map.of(), note(note, settings, Set.of()).encode());
    }

    /** The changed notes, then the others by their ids. */
    static NotesAnswer list(ListQuery query, DocumentSync sync, Shelf shelf) {
        var notes = new JsonArray();
        sync.documents().forEach(document -> notes.add(note(Note.of(document), shelf.settings(), query.exclude())));
        sync.others().forEach(id -> notes.add(new JsonObject().put("id", Long.parseLong(id))));
        var answer = listHeaders(NotesAnswer.ok(notes.encode()), query, sync);
        if (sync.pending() == 0) {
            return answer;
        }
        return answer.with("X-Notes-Chunk-Cursor", next(query, sync, shelf).encode())
                .with("X-Notes-Chunk-Pending", String.valueOf(sync.pending()));
    }

    /** What a 304 keeps of the list. */
    static NotesAnswer listHeaders(NotesAnswer answer, ListQuery query, DocumentSync sync) {
        return answer.with("ETag", Etags.quoted(query.etag(sync.cursor())))
                .with("Last-Modified", httpDate(time(query, sync)));
    }

    private static ChunkCursor next(ListQuery query, DocumentSync sync, Shelf shelf) {
        Document last = sync.documents().get(sync.documents().size() - 1);
        return new ChunkCursor(time(query, sync), shelf.edition(), last.updatedAt(), last.document());
    }

    /** All chunks give the time of the first: what changes while they are fetched is newer than that. */
    private static Instant time(ListQuery query, DocumentSync sync) {
        return query.chunk().map(ChunkCursor::time).orElse(sync.lastUpdate());
    }

    static String httpDate(Instant time) {
        return HTTP_DATE.format(time.atOffset(ZoneOffset.UTC));
    }

    /** Any failure: the original names no reasons. */
    static NotesAnswer failed(ServiceException failure) {
        if (failure.code() == FailureCode.UNAUTHENTICATED) {
            return new NotesAnswer(
                    401,
                    Map.of(),
                    new JsonObject().put("message", failure.message()).encode());
        }
        var answer = new NotesAnswer(
                failure.code().httpStatus(),
                Map.of(),
                new JsonObject().put("errorType", "Exception").encode());
        return failure.code().isRetryable() ? answer.with("Retry-After", "1") : answer;
    }

    /** What a client asks a Nextcloud server before it uses its Notes. */
    static JsonObject capability(NotesSettings settings) {
        return new JsonObject()
                .put("api_version", new JsonArray(List.of(API_VERSIONS.split(", "))))
                .put("version", APP_VERSION)
                .put("notes_path", settings.notesPath());
    }
}
