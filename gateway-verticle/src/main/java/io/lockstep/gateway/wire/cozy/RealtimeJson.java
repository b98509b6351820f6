package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.selector.Selector;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The events of the realtime socket. Pure. */
final class RealtimeJson {
    static final String CREATED = "CREATED";
    static final String UPDATED = "UPDATED";
    static final String DELETED = "DELETED";
    static final String NOTIFIED = "NOTIFIED";

    private RealtimeJson() {}

    /** @param seq for who asked for positions; null for all others */
    static String event(String verb, String type, String id, JsonObject document, @Nullable String seq) {
        var payload = new JsonObject().put("type", type).put("id", id).put("doc", document);
        if (seq != null) {
            payload.put("seq", seq);
        }
        return new JsonObject().put("event", verb).put("payload", payload).encode();
    }

    static String verb(Verb verb) {
        return switch (verb) {
            case CREATED -> CREATED;
            case UPDATED -> UPDATED;
            case DELETED, LEFT -> DELETED;
        };
    }

    /**
     * The document that a change is told with: as it is now, or, when it was deleted, its last content with the revision of its
     * end. Null when the change is of a document that was deleted since: of that its listeners are told next.
     */
    static @Nullable JsonObject document(String doctype, Event.Changed change) {
        var current = change.current();
        if (change.verb() == Verb.DELETED) {
            var before = change.before();
            var revision = Revision.of(doctype, change.document(), change.revision());
            return CozyJson.document(change.document(), revision, before == null ? new JsonObject() : before);
        }
        return current == null
                ? null
                : CozyJson.document(
                        change.document(),
                        Revision.of(doctype, change.document(), current.revision()),
                        current.fields());
    }

    /**
     * Whether a document that does not match a selector has left it by the change, or may have: when more was changed since, what
     * it was just before is not known.
     */
    static boolean hasLeft(Event.Changed change, JsonObject document, Selector selector) {
        var current = change.current();
        if (change.verb() == Verb.DELETED) {
            return change.before() == null;
        }
        if (!ChangesFilter.mayHaveLeft(change, selector)) {
            return false;
        }
        var patch = change.patch();
        var before = change.before();
        if (patch == null || before == null || current == null || current.revision() != change.revision()) {
            return true;
        }
        var old = document.copy();
        patch.fieldNames().forEach(old::remove);
        return selector.matches(old.mergeIn(before));
    }
}
