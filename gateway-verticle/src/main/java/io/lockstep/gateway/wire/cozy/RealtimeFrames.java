package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.SpaceId;
import io.lockstep.contract.event.Event;
import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server's events on the realtime socket: {@code {"event":…,"payload":{"type","id","doc"}}}. Pure.
 *
 * <p>Locks and presence have no word in this protocol. Neither has a resync: a socket that was not told everything is closed,
 * and the client that comes back is ready anew, at which its app reads again.
 */
final class RealtimeFrames implements Encoder {
    /**
     * The message of a custom event that is told as one of this wire: {@code {"event","type","id","doc"}}. In a doctype's own
     * space that is {@code NOTIFIED} only; the made-up doctypes that are listened to there may have any event.
     */
    static final String MESSAGE = "io.cozy.realtime";

    @Override
    public boolean readsDocuments() {
        return true;
    }

    @Override
    public List<Frame> encode(String topic, Signal signal) {
        if (signal instanceof Signal.Happened happened) {
            return event(topic, happened.event());
        }
        if (signal instanceof Signal.Merged merged) {
            return event(topic, merged.change());
        }
        if (signal instanceof Signal.Snapshot snapshot) {
            return List.of(new TopicFrame.Mark(topic, snapshot.cursor()));
        }
        if (signal instanceof Signal.Resync resync) {
            return List.of(new TopicFrame.Resync(topic, resync.reason() == Signal.Resync.Reason.CURSOR_GONE));
        }
        return signal instanceof Signal.Revoked ? List.of(new TopicFrame.Revoked(topic)) : List.of();
    }

    private static List<Frame> event(String topic, Event event) {
        if (event instanceof Event.Changed change && isOurs(change.space())) {
            var type = Doctype.of(change.space());
            var document = RealtimeJson.document(type, change);
            return document == null
                    ? List.of()
                    : List.of(new TopicFrame.Happened(
                            topic, RealtimeJson.verb(change.verb()), type, change.document(), document, change));
        }
        if (event instanceof Event.CustomInSpace custom && isOurs(custom.space())) {
            return custom(topic, Doctype.of(custom.space()), custom.message(), custom.body());
        }
        return event instanceof Event.Custom custom ? custom(topic, "", custom.message(), custom.body()) : List.of();
    }

    private static boolean isOurs(String space) {
        return SpaceId.wire(space).equals(Doctype.WIRE);
    }

    private static List<Frame> custom(String topic, String home, String message, @Nullable Object body) {
        // An object that has crossed the bus is a map.
        var plain = body instanceof Map<?, ?> map ? JsonObject.mapFrom(map) : body;
        if (!message.equals(MESSAGE)
                || !(plain instanceof JsonObject json)
                || !(json.getValue("event") instanceof String verb)
                || !(json.getValue("type") instanceof String type)
                || !(json.getValue("id") instanceof String id)
                || !(json.getValue("doc") instanceof JsonObject document)) {
            return List.of();
        }
        var isMadeUp = Doctype.isSynthetic(type)
                && (home.isEmpty() || Doctype.home(type).equals(home));
        var isOwn = type.equals(home) && verb.equals(RealtimeJson.NOTIFIED);
        return isMadeUp || isOwn ? List.of(new TopicFrame.Happened(topic, verb, type, id, document, null)) : List.of();
    }

    static JsonObject notified(String type, String id, JsonObject document) {
        return new JsonObject()
                .put("event", RealtimeJson.NOTIFIED)
                .put("type", type)
                .put("id", id)
                .put("doc", document);
    }
}
