package io.lockstep.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lockstep.contract.Require;
import io.lockstep.contract.Topic;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened, as it travels from its source through the dispatcher to the gateways. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Changed.class, name = "changed"),
    @JsonSubTypes.Type(value = Event.Locked.class, name = "locked"),
    @JsonSubTypes.Type(value = Event.Unlocked.class, name = "unlocked"),
    @JsonSubTypes.Type(value = Event.Custom.class, name = "custom"),
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
            long accessVersion)
            implements Event {
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
    }

    /**
     * A lock was taken or renewed.
     *
     * @param lockSeq the space's lock counter after it: a hole tells a listener that he missed one
     * @param renewed true when the same owner already held it
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
            boolean renewed)
            implements Event {
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
     * @param reason {@code released} or {@code expired}
     */
    record Unlocked(String space, String document, String field, String user, long fence, long lockSeq, String reason)
            implements Event {
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
     * A message of another service for a user's sessions. Best effort: it is not kept for who is away.
     *
     * @param body any JSON value; null for none
     */
    record Custom(String user, String message, @Nullable Object body) implements Event {
        public Custom {
            Require.name(user, "user");
            Require.present(message, "message");
        }

        @Override
        public List<String> topics() {
            return List.of(Topic.user(user));
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
