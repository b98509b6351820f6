package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.PushWords;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to objects, said on the push socket: {@code or-object-<uuid>} and {@code or-collection-<register>-<schema>}.
 *
 * <p>A client hears of what it listens to and may read. The first frame after each {@code listen} is the bare name, and so is
 * one after events were lost: the client reads again. Locks are told as updates of their object, also when they expire. An
 * import is told once to who listens to the collection, with the action {@code batch}, and as a bare name to who listens to
 * one of its objects.
 */
public final class OpenRegisterWords implements PushWords {
    static final String OBJECT = "or-object-";
    static final String COLLECTION = "or-collection-";

    private static final String SPACE_TOPIC = Topic.space("");

    @Override
    public String wire() {
        return ObjectPlace.WIRE;
    }

    @Override
    public boolean isImplicit() {
        return false;
    }

    // Names

    @Override
    public Future<List<String>> topics(Edge edge, Identity identity, String name) {
        if (name.startsWith(COLLECTION)) {
            return places(edge, identity)
                    .map(places -> places.stream()
                            .filter(place -> place.collectionEvent().equals(name))
                            .map(place -> Topic.space(place.space()))
                            .toList());
        }
        var uuid = name.startsWith(OBJECT) ? name.substring(OBJECT.length()) : "";
        return uuid.isEmpty()
                ? Future.succeededFuture(List.of())
                : places(edge, identity).compose(places -> objects(edge, identity, places, uuid));
    }

    private static Future<List<ObjectPlace>> places(Edge edge, Identity identity) {
        return edge.metadata()
                .spaces(new ListSpaces(identity.actor(), ObjectPlace.WIRE))
                .map(spaces -> spaces.spaces().stream()
                        .map(space -> ObjectPlace.of(space.space()))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** The name does not say where the object is. */
    private static Future<List<String>> objects(Edge edge, Identity identity, List<ObjectPlace> places, String uuid) {
        var looks = places.stream()
                .map(place -> isThere(edge, identity, place, uuid)
                        .map(isThere -> isThere ? Topic.document(place.space(), uuid) : ""))
                .toList();
        return Future.all(looks)
                .map(all -> all.<String>list().stream()
                        .filter(topic -> !topic.isEmpty())
                        .toList());
    }

    private static Future<Boolean> isThere(Edge edge, Identity identity, ObjectPlace place, String uuid) {
        return edge.metadata()
                .read(new ReadDocument(identity.actor(), place.space(), uuid))
                .map(true)
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    // Frames

    @Override
    public List<Frame> encode(String topic, Signal signal) {
        if (signal instanceof Signal.Happened happened) {
            return event(topic, happened.event());
        }
        if (signal instanceof Signal.Merged merged) {
            return changed(topic, merged.change());
        }
        if (signal instanceof Signal.Snapshot snapshot) {
            return hint(topic, snapshot.space());
        }
        if (signal instanceof Signal.Resync resync) {
            return resync(topic, resync);
        }
        return List.of();
    }

    private static List<Frame> event(String topic, Event event) {
        if (event instanceof Event.Changed changed) {
            return changed(topic, changed);
        }
        if (event instanceof Event.Locked locked) {
            return locked(topic, locked.space(), locked.document(), locked.field());
        }
        if (event instanceof Event.Unlocked unlocked) {
            return locked(topic, unlocked.space(), unlocked.document(), unlocked.field());
        }
        return List.of();
    }

    private static List<Frame> changed(String topic, Event.Changed change) {
        var action = switch (change.verb()) {
            case CREATED -> "create";
            case UPDATED -> "update";
            case DELETED, LEFT -> "delete";
        };
        return ObjectPlace.of(change.space())
                .filter(place -> isOfDocument(topic) || change.verb() != Verb.UPDATED)
                .map(place -> List.of(frame(
                        name(topic, place, change.document()),
                        body(place, action, change.document(), ObjectVersion.of(change.revision())))))
                .orElse(List.of());
    }

    /** Of a lock on a cell, which other wires take, this one's clients see nothing. */
    private static List<Frame> locked(String topic, String space, String document, String field) {
        return ObjectPlace.of(space)
                .filter(place -> isOfDocument(topic) && field.equals(Lock.WHOLE_DOCUMENT))
                .map(place -> List.of(frame(OBJECT + document, body(place, "update", document, null))))
                .orElse(List.of());
    }

    private static List<Frame> resync(String topic, Signal.Resync resync) {
        return resync.reason() == Signal.Resync.Reason.IMPORT && !isOfDocument(topic)
                ? ObjectPlace.of(resync.space())
                        .map(place -> List.of(frame(place.collectionEvent(), batch(place))))
                        .orElse(List.of())
                : hint(topic, resync.space());
    }

    private static List<Frame> hint(String topic, String space) {
        return ObjectPlace.of(space)
                .map(place -> List.of(new Frame(name(topic, place, documentOf(topic, space)))))
                .orElse(List.of());
    }

    private static String name(String topic, ObjectPlace place, String document) {
        return isOfDocument(topic) ? OBJECT + document : place.collectionEvent();
    }

    private static Frame frame(String name, JsonObject body) {
        return PushWords.frame(name, body);
    }

    private static JsonObject body(ObjectPlace place, String action, String uuid, @Nullable String version) {
        return batch(place).put("action", action).put("uuid", uuid).put("version", version);
    }

    private static JsonObject batch(ObjectPlace place) {
        return new JsonObject()
                .put("action", "batch")
                .put("register", place.register())
                .put("schema", place.schema());
    }

    private static boolean isOfDocument(String topic) {
        return !topic.startsWith(SPACE_TOPIC);
    }

    private static String documentOf(String topic, String space) {
        var before = Topic.document(space, "");
        return topic.startsWith(before) ? topic.substring(before.length()) : "";
    }
}
