package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.event.Event;
import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a feed without an end spells what it gives: changes, {@code resync} and {@code revoked}; nothing else. Pure. */
enum FeedFrames implements Encoder {
    /** One JSON object per line; an empty line shows that the feed lives. */
    LINES("application/x-ndjson", "\n") {
        @Override
        String text(JsonObject event) {
            return event.encode() + "\n";
        }
    },
    /** Server-sent events, whose id is the cursor to go on from; a comment shows that the feed lives. */
    EVENTS("text/event-stream", ":\n\n") {
        @Override
        String text(JsonObject event) {
            @Nullable String cursor = event.getString("cursor");
            return (cursor == null ? "" : "id: " + cursor + "\n") + "event: " + event.getString("type") + "\ndata: "
                    + event.encode() + "\n\n";
        }
    };

    /** Not a text but the end of the feed. */
    static final Frame END = new Frame("");

    private final String contentType;
    private final String heartbeat;

    FeedFrames(String contentType, String heartbeat) {
        this.contentType = contentType;
        this.heartbeat = heartbeat;
    }

    abstract String text(JsonObject event);

    String contentType() {
        return contentType;
    }

    String heartbeat() {
        return heartbeat;
    }

    @Override
    public List<Frame> encode(String topic, Signal signal) {
        if (signal instanceof Signal.Happened happened && happened.event() instanceof Event.Changed change) {
            return List.of(changed(change));
        }
        if (signal instanceof Signal.Merged merged) {
            return List.of(new Frame(text(RestJson.change(merged.change()).put("merged", merged.changes()))));
        }
        if (signal instanceof Signal.Resync resync) {
            return List.of(resync(resync));
        }
        return signal instanceof Signal.Revoked revoked ? revoked(revoked.space()) : List.of();
    }

    @Override
    public boolean isShown() {
        return false;
    }

    Frame changed(Event.Changed change) {
        return new Frame(text(RestJson.change(change)));
    }

    Frame resync(Signal.Resync resync) {
        return new Frame(text(new JsonObject()
                .put("type", "resync")
                .put("space", resync.space())
                .put("reason", resync.reason().name().toLowerCase(Locale.ROOT))
                .put("cursor", resync.cursor())));
    }

    List<Frame> revoked(String space) {
        return List.of(new Frame(text(new JsonObject().put("type", "revoked").put("space", space))), END);
    }
}
