package io.lockstep.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.Topic;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as it travels from its source through the dispatcher to the gateways. One long file, because it is the one
 * table of all events: a sealed family is read side by side.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Changed.class, name = "changed"),
    @JsonSubTypes.Type(value = Event.Locked.class, name = "locked"),
    @JsonSubTypes.Type(value = Event.Unlocked.class, name = "unlocked"),
    @JsonSubTypes.Type(value = Event.Custom.class, name = "custom"),
    @JsonSubTypes.Type(value = Event.CustomInSpace.class, name = "custom-in-space"),
    @JsonSubTypes.Type(value = Event.Notified.class, name = "notified"),
    @JsonSubTypes.Type(value = Event.Granted.class, name = "granted"),
    @JsonSubTypes.Type(value = Event.Expiring.class, name = "expiring"),
    @JsonSubTypes.Type(value = Event.Knocked.class, name = "knocked"),
    @JsonSubTypes.Type(value = Event.Displaced.class, name = "displaced"),
    @JsonSubTypes.Type(value = Event.Flushed.class, name = "flushed"),
    @JsonSubTypes.Type(value = Event.AccessChanged.class, name = "access")
})
public sealed interface Event {

    /** The topics whose listeners get it; all of one shard. */
    @JsonIgnore
    List<String> topics();

    /**
     * A change of a space's feed.
     *
     * @param patch the fields that changed, null for a removed one; null when left out because it is large (truncated)
     *     or the document was deleted
     * @param actor the user who wrote
     * @param accessVersion the version of the space's members when it was written: who was a member before that must be
     *     asked again before he gets it
     * @param quiet true when it is a part of an import: its listeners are told later, once for all of it, and the event has
     *     no patch though it is not truncated; null otherwise
     * @param before the values that the changed fields had, absent for a field that was not there, or all fields of a
     *     document that was deleted; null for a creation, when they are large (more than 16 KB; those of a deletion are kept
     *     whole), and wherever it is not asked for: only {@code ListChanges.whole} does
     * @param current the document as it was when the feed was read, which may be newer than the change; null when it was
     *     deleted by then, and wherever it is not asked for
     */
    record Changed(
            String space,
            long seq,
            String document,
            long revision,
            String etag,
            Verb verb,
            @Nullable JsonObject patch,
            boolean truncated,
            String actor,
            Instant at,
            String cursor,
            long accessVersion,
            @Nullable Boolean quiet,
            @Nullable JsonObject before,
            @Nullable Current current)
            implements Event {

        /** A document as it was when a change of it was read from the feed. */
        public record Current(long revision, String etag, JsonObject fields) {}

        /** A change that its listeners are shown as it happens. */
        public Changed(
                String space,
                long seq,
                String document,
                long revision,
                String etag,
                Verb verb,
                @Nullable JsonObject patch,
                boolean truncated,
                String actor,
                Instant at,
                String cursor,
                long accessVersion) {
            this(space, seq, document, revision, etag, verb, patch, truncated, actor, at, cursor, accessVersion, null);
        }

        /** A change as it is told. */
        public Changed(
                String space,
                long seq,
                String document,
                long revision,
                String etag,
                Verb verb,
                @Nullable JsonObject patch,
                boolean truncated,
                String actor,
                Instant at,
                String cursor,
                long accessVersion,
                @Nullable Boolean quiet) {
            this(
                    space,
                    seq,
                    document,
                    revision,
                    etag,
                    verb,
                    patch,
                    truncated,
                    actor,
                    at,
                    cursor,
                    accessVersion,
                    quiet,
                    null,
                    null);
        }

        public Changed {
            Require.present(space, "space");
            Require.present(document, "document");
            Require.present(etag, "etag");
            Require.present(verb, "verb");
            Require.present(actor, "actor");
            Require.present(at, "at");
            Require.present(cursor, "cursor");
        }

        @Override
        public List<String> topics() {
            return List.of(Topic.space(space), Topic.document(space, document));
        }

        /** The same change as one by which the document left a listener's selection. */
        public Changed left() {
            return with(Verb.LEFT, null, false, cursor, before, current);
        }

        /** The same change for those who read the document anyway. */
        public Changed withoutPatch() {
            return with(verb, null, truncated, cursor, before, current);
        }

        /** The same change, from which a client that has to go on later goes on at another position. */
        public Changed withCursor(String other) {
            return with(verb, patch, truncated, other, before, current);
        }

        /** The same change with another patch; null when its readers have to read the document. */
        public Changed withPatch(Verb other, @Nullable JsonObject patch) {
            return with(other, patch, patch == null, cursor, before, current);
        }

        /** The same change with what was before it, and what the document is now; see {@link #before} and {@link #current}. */
        public Changed with(@Nullable JsonObject before, @Nullable Current current) {
            return with(verb, patch, truncated, cursor, before, current);
        }

        private Changed with(
                Verb verb,
                @Nullable JsonObject patch,
                boolean truncated,
                String cursor,
                @Nullable JsonObject before,
                @Nullable Current current) {
            return new Changed(
                    space,
                    seq,
                    document,
                    revision,
                    etag,
                    verb,
                    patch,
                    truncated,
                    actor,
                    at,
                    cursor,
                    accessVersion,
                    quiet,
                    before,
                    current);
        }

        public boolean isQuiet() {
            return quiet != null && quiet;
        }
    }

    /**
     * An import has ended: listeners of the space are told of its quiet changes now.
     *
     * @param seq the head of the space's feed at that moment
     */
    record Flushed(String space, long seq) implements Event {
        public Flushed {
            Require.present(space, "space");
        }

        @Override
        public List<String> topics() {
            return List.of(Topic.space(space));
        }
    }

    /**
     * A lock was taken, or something that is shown of it changed. A renewal that only moves the expiry is no event.
     *
     * @param lockSeq the space's lock counter after it: a hole tells a listener that he missed one
     * @param renewed true when the same owner already held it
     * @param session the only session of the user that holds it; null when all of them do
     * @param releaseOnDisconnect true when it also ends after 10 seconds without a session of its owner
     */
    record Locked(
            String space,
            String document,
            String field,
            String user,
            String displayName,
            long fence,
            Instant expiresAt,
            long lockSeq,
            boolean renewed,
            @Nullable String session,
            @Nullable Boolean releaseOnDisconnect)
            implements Event {
        /** A lock of the user with all his sessions. */
        public Locked(
                String space,
                String document,
                String field,
                String user,
                String displayName,
                long fence,
                Instant expiresAt,
                long lockSeq,
                boolean renewed) {
            this(space, document, field, user, displayName, fence, expiresAt, lockSeq, renewed, null, null);
        }

        public Locked {
            Require.present(space, "space");
            Require.present(document, "document");
            Require.present(field, "field");
            Require.present(user, "user");
            Require.present(displayName, "displayName");
            Require.present(expiresAt, "expiresAt");
        }

        @Override
        public List<String> topics() {
            return List.of(Topic.space(space), Topic.document(space, document));
        }
    }

    /**
     * A lock ended.
     *
     * @param user who held it
     * @param reason {@code released}, {@code expired}, {@code disconnected} or {@code broken}
     * @param by who broke it; null when it was not broken
     * @param note why it was broken; null when it was not
     */
    record Unlocked(
            String space,
            String document,
            String field,
            String user,
            long fence,
            long lockSeq,
            String reason,
            @Nullable String by,
            @Nullable String note)
            implements Event {
        /** A lock that nobody broke. */
        public Unlocked(
                String space, String document, String field, String user, long fence, long lockSeq, String reason) {
            this(space, document, field, user, fence, lockSeq, reason, null, null);
        }

        public Unlocked {
            Require.present(space, "space");
            Require.present(document, "document");
            Require.present(field, "field");
            Require.present(user, "user");
            Require.present(reason, "reason");
        }

        @Override
        public List<String> topics() {
            return List.of(Topic.space(space), Topic.document(space, document));
        }
    }

    /**
     * A message of another service for the listeners of a space, or of one of its documents. Best effort: it is not kept for
     * who is away. Clients are told of it as {@code custom}.
     *
     * @param document the document that it is about; null when it is about the space. Listeners of the space get it too
     * @param body any JSON value; null for none
     * @param by the user who sent it; null when a service did
     * @param accessVersion the version of the space's members when the sender's right was checked: who was a member before
     *     that must be asked again before he gets it; null when it is not known
     */
    record CustomInSpace(
            String space,
            @Nullable String document,
            String message,
            @Nullable Object body,
            @Nullable String by,
            @Nullable Long accessVersion)
            implements Event {
        public CustomInSpace {
            SpaceId.check(space);
            if (document != null) {
                Require.name(document, "document");
            }
            Require.present(message, "message");
        }

        @Override
        public List<String> topics() {
            return document == null
                    ? List.of(Topic.space(space))
                    : List.of(Topic.space(space), Topic.document(space, document));
        }
    }

    /** For the sessions of one user. Best effort: it is not kept for who is away. */
    sealed interface Personal extends Event {
        /** Who is told. */
        String user();

        @Override
        default List<String> topics() {
            return List.of(Topic.user(user()));
        }
    }

    /**
     * A message of another service for a user's sessions.
     *
     * @param body any JSON value; null for none
     */
    record Custom(String user, String message, @Nullable Object body) implements Personal {
        public Custom {
            Require.name(user, "user");
            Require.present(message, "message");
        }
    }

    /**
     * Something of a kind is new for the user: his clients look for themselves.
     *
     * @param fileIds the files that changed, as unsigned 64 bits; null when it is not known which, and for other kinds
     */
    record Notified(String user, NoticeKind kind, @Nullable List<Long> fileIds) implements Personal {
        public Notified {
            Require.name(user, "user");
            Require.present(kind, "kind");
            fileIds = fileIds == null ? null : List.copyOf(fileIds);
        }
    }

    /**
     * Who waited for a lock has it now, for a short time: to keep it he acquires it, which renews it.
     *
     * @param session the session that waited; null when it was none in particular
     */
    record Granted(
            String user,
            @Nullable String session,
            String space,
            String document,
            String field,
            long fence,
            Instant expiresAt,
            long expiresInMs,
            long lockSeq)
            implements Personal {
        public Granted {
            Require.name(user, "user");
            Require.present(space, "space");
            Require.present(document, "document");
            Require.present(field, "field");
            Require.present(expiresAt, "expiresAt");
        }
    }

    /**
     * The renewal of a lock is overdue: unless it comes, the lock ends, and only then somebody else can have it.
     *
     * @param session the only session that holds it; null when all sessions of the user do
     */
    record Expiring(
            String user,
            @Nullable String session,
            String space,
            String document,
            String field,
            long fence,
            Instant expiresAt,
            long expiresInMs)
            implements Personal {
        public Expiring {
            Require.name(user, "user");
            Require.present(space, "space");
            Require.present(document, "document");
            Require.present(field, "field");
            Require.present(expiresAt, "expiresAt");
        }
    }

    /**
     * Somebody would like to have the user's lock.
     *
     * @param by who
     */
    record Knocked(
            String user, String space, String document, String field, long fence, String by, String byDisplayName)
            implements Personal {
        public Knocked {
            Require.name(user, "user");
            Require.present(space, "space");
            Require.present(document, "document");
            Require.present(field, "field");
            Require.present(by, "by");
            Require.present(byDisplayName, "byDisplayName");
        }
    }

    /**
     * A manager broke the user's lock.
     *
     * @param by who
     * @param note why
     */
    record Displaced(
            String user,
            String space,
            String document,
            String field,
            long fence,
            String by,
            String byDisplayName,
            String note)
            implements Personal {
        public Displaced {
            Require.name(user, "user");
            Require.present(space, "space");
            Require.present(document, "document");
            Require.present(field, "field");
            Require.present(by, "by");
            Require.present(byDisplayName, "byDisplayName");
            Require.present(note, "note");
        }
    }

    /** The members of a space changed: gateways ask again who may listen. Never delivered to a client. */
    record AccessChanged(String space, long accessVersion) implements Event {
        public AccessChanged {
            Require.present(space, "space");
        }

        @Override
        public List<String> topics() {
            return List.of(Topic.ACCESS);
        }
    }
}
