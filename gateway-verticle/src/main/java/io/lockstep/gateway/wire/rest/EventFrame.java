package io.lockstep.gateway.wire.rest;

import io.lockstep.gateway.session.Frame;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The JSON text of an event for one topic, with the position that its reader has when he has read it. */
final class EventFrame extends Frame {
    private final String topic;
    private final String type;
    private final @Nullable String cursor;
    private final @Nullable Long lockSeq;

    EventFrame(String topic, JsonObject event) {
        super(event.copy().put("topic", topic).encode());
        this.topic = topic;
        this.type = event.getString("type");
        this.cursor = event.getString("cursor");
        this.lockSeq = event.getLong("lockSeq");
    }

    String topic() {
        return topic;
    }

    String type() {
        return type;
    }

    boolean is(String other) {
        return type.equals(other);
    }

    /** Null when it says nothing of the position in the feed. */
    @Nullable
    String cursor() {
        return cursor;
    }

    /** Null when it says nothing of the position among the lock events. */
    @Nullable
    Long lockSeq() {
        return lockSeq;
    }
}
