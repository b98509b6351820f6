package io.lockstep.gateway.wire.notes;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.Attachment;
import io.lockstep.contract.metadata.CheckAccess;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentSync;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.PutAttachment;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.ReadAttachment;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.SyncDocuments;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.contract.metadata.Written;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Etags;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A user's notes and settings, which are the documents of his space; the space is made when he first uses it. */
record NoteBook(Metadata metadata, Actor actor, String space) {
    private static final String SETTINGS = "settings";
    private static final int FIRST_ID = 1_000;

    static NoteBook of(Metadata metadata, Identity identity) {
        return new NoteBook(metadata, identity.actor(), SpaceId.of("notes", identity.user()));
    }

    /**
     * The notes that the query asks for. To a client that has seen notes before, a space that is not there is an accident,
     * not an empty list, after which it would delete its own: fails with UNAVAILABLE. Fails with REVISION_CONFLICT when the
     * settings change meanwhile.
     */
    Future<Listed> list(ListQuery asked, Etags known) {
        return shelf().compose(shelf -> {
            var query = asked.on(shelf);
            var request = query.request(actor, space, shelf, query.seen(known).orElse(null));
            var sync =
                    known.etags().isEmpty() ? opened(() -> metadata.sync(request)) : seenBefore(metadata.sync(request));
            return sync.compose(found -> found.notModified()
                    ? Future.succeededFuture(new Listed(query, found, shelf))
                    : shelf().map(now -> Listed.of(query, found, shelf, now)));
        });
    }

    private Future<DocumentSync> seenBefore(Future<DocumentSync> sync) {
        return sync.recover(failure -> Future.failedFuture(
                Requests.is(failure, FailureCode.NOT_FOUND)
                        ? new ServiceException(FailureCode.UNAVAILABLE, "the notes of this user are gone")
                        : failure));
    }

    /** Fails with NOT_FOUND when there is no such note on the shelf. */
    Future<Found> read(long id) {
        return Future.all(document(String.valueOf(id)), shelf()).map(read -> {
            var found = new Found(read.resultAt(0), read.resultAt(1));
            if (!found.shelf().shows(found.document())) {
                throw new ServiceException(FailureCode.NOT_FOUND, "the note is in another folder");
            }
            return found;
        });
    }

    private Future<Document> document(String id) {
        return metadata.read(new ReadDocument(actor, space, id));
    }

    /** Fails with QUOTA when fewer bytes are free, as the original counts; what a write really takes is counted with it. */
    Future<Void> requireFree(long bytes) {
        return metadata.space(new GetSpace(actor, space)).compose(found -> {
            long used = Objects.requireNonNullElse(found.usedBytes(), 0L);
            return found.quotaBytes() == null || used + bytes <= found.quotaBytes()
                    ? Future.succeededFuture()
                    : Future.failedFuture(new ServiceException(FailureCode.QUOTA, "the quota of the notes is used up"));
        });
    }

    /** The other notes of a category that are on the shelf. */
    Future<Neighbours> neighbours(Shelf shelf, String category, long except) {
        var request = new SyncDocuments(
                actor,
                space,
                null,
                null,
                null,
                null,
                null,
                true,
                "category",
                category,
                List.of("title"),
                shelf.where());
        return metadata.sync(request)
                .map(sync -> new Neighbours(
                        sync.cursor(),
                        sync.documents().stream()
                                .map(Note::of)
                                .filter(note -> note.id() != except)
                                .collect(Collectors.toMap(Note::id, Note::title))));
    }

    /** What others have changed since they were looked at, and before this write. */
    Future<Set<String>> changedBetween(Neighbours seen, Saved saved) {
        return metadata.changes(new ListChanges(actor, space, seen.cursor(), null))
                .map(feed -> feed.changes().stream()
                        .filter(change -> change.seq() < saved.seq())
                        .map(Event.Changed::document)
                        .collect(Collectors.toSet()));
    }

    /** Gives a note another title, whatever has become of it meanwhile. */
    Future<Saved> rename(Note note, String title) {
        var fields = new JsonObject().put("title", title);
        return metadata.write(write(String.valueOf(note.id()), WriteMode.MERGE, fields, null))
                .compose(written -> document(String.valueOf(note.id()))
                        .map(document -> new Saved(Note.of(document), written.seq())));
    }

    /** Creates a note under an id that nobody has. */
    Future<Saved> create(JsonObject fields) {
        long id = ThreadLocalRandom.current().nextInt(FIRST_ID, Integer.MAX_VALUE);
        return metadata.write(WriteDocument.of(actor, space, String.valueOf(id), WriteMode.CREATE, fields))
                .map(written -> new Saved(Note.of(id, fields, false, written.etag()), written.seq()))
                .recover(failure -> Requests.is(failure, FailureCode.REVISION_CONFLICT)
                        ? create(fields)
                        : Future.failedFuture(failure));
    }

    /** Changes fields of a note that must still be as it was read; fails with REVISION_CONFLICT otherwise. */
    Future<Saved> change(Document read, JsonObject changes) {
        return metadata.write(write(read.document(), WriteMode.MERGE, changes, read.etag()))
                .map(written -> new Saved(
                        Note.of(
                                Long.parseLong(read.document()),
                                read.fields().copy().mergeIn(changes),
                                read.readonly(),
                                written.etag()),
                        written.seq()));
    }

    /** Deletes a note that must still be as it was read; fails with REVISION_CONFLICT otherwise. */
    Future<Written> delete(Document read) {
        return metadata.delete(new DeleteDocument(actor, space, read.document(), read.etag(), null, null));
    }

    /** What is at the path seen from the note's category, or has that name among what was attached to the note. */
    Future<Attachment> attachment(Note note, String path) {
        var resolved = AttachmentName.resolve(note.category(), path);
        return metadata.attachment(new ReadAttachment(actor, space, String.valueOf(note.id()), resolved));
    }

    /** Keeps a file in the note's category, and gives the name that it has there. */
    Future<String> attach(Note note, Upload.File file) {
        var name = AttachmentName.random(file.name());
        return metadata.putAttachment(new PutAttachment(
                        actor,
                        space,
                        String.valueOf(note.id()),
                        AttachmentName.resolve(note.category(), name),
                        AttachmentName.typeOf(name),
                        Base64.getEncoder().encodeToString(file.content().getBytes())))
                .map(name);
    }

    Future<NotesSettings> settings() {
        return shelf().map(Shelf::settings);
    }

    /** The settings with what they show. */
    Future<Shelf> shelf() {
        return document(SETTINGS)
                .map(Shelf::of)
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? Future.succeededFuture(Shelf.ALL)
                        : Future.failedFuture(failure));
    }

    Future<NotesSettings> changeSettings(JsonObject changes) {
        return shelf().compose(shelf -> opened(
                        () -> metadata.write(write(SETTINGS, WriteMode.UPSERT, shelf.settingsChanges(changes), null))))
                .compose(written -> settings());
    }

    /** Makes the space, when it is not there, and asks again. */
    <T> Future<T> opened(Supplier<Future<T>> request) {
        return request.get()
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? open().compose(made -> request.get())
                        : Future.failedFuture(failure));
    }

    /** A space from which the user was removed stays closed to him. */
    private Future<?> open() {
        var members = Map.of("user:" + actor.user(), Role.MANAGER);
        return metadata.access(new CheckAccess(Actor.SYSTEM, space))
                .compose(access -> access.accessVersion() > 0
                        ? metadata.access(new CheckAccess(actor, space)).map(NoteBook::requireRole)
                        : metadata.putSpace(new PutSpace(
                                        Actor.SYSTEM,
                                        space,
                                        "Notes of " + actor.user(),
                                        List.of(),
                                        members,
                                        actor.user()))
                                .map(made -> Role.MANAGER));
    }

    /** He has one when another request has just made the space. */
    private static Role requireRole(Access access) {
        if (access.role() == null) {
            throw new ServiceException(FailureCode.FORBIDDEN, "these notes are not open to you");
        }
        return access.role();
    }

    /** The titles of notes by their ids, and where the feed stood when they were read. */
    record Neighbours(String cursor, Map<Long, String> titles) {
        Neighbours {
            titles = Map.copyOf(titles);
        }

        /** Whether nothing was written between the reading and the write. */
        boolean areThoseOf(Saved saved) {
            return saved.seq() <= Cursor.parse(cursor).seq() + 1;
        }
    }

    /** A note, and the shelf on which it was found. */
    record Found(Document document, Shelf shelf) {
        Note note() {
            return Note.of(document);
        }

        NotesSettings settings() {
            return shelf.settings();
        }
    }

    /** A list of one moment, and the shelf as it was then. */
    record Listed(ListQuery query, DocumentSync sync, Shelf shelf) {

        /** A shelf that was the same before and after was so at the moment of the list. */
        static Listed of(ListQuery query, DocumentSync sync, Shelf before, Shelf after) {
            if (before.edition() != after.edition()) {
                throw new ServiceException(FailureCode.REVISION_CONFLICT, "the settings have changed meanwhile");
            }
            return new Listed(query, sync, after);
        }
    }

    /** A note as it was written, and the place of that write in the feed. */
    record Saved(Note note, long seq) {}

    private WriteDocument write(String document, WriteMode mode, JsonObject fields, @Nullable String ifMatch) {
        return new WriteDocument(actor, space, document, mode, fields, ifMatch, null, null, null, null);
    }
}
