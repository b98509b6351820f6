package io.lockstep.deploy.delivery;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The texts of the event-bus bridge protocol and the frames in which SockJS carries them, as a client reads and writes them. */
final class BridgeText {
    private static final String TOPIC = "space/";

    private BridgeText() {}

    static String register(String space, @Nullable String cursor) {
        var headers = cursor == null ? new JsonObject() : new JsonObject().put("cursor", cursor);
        return new JsonObject()
                .put("type", "register")
                .put("address", TOPIC + space)
                .put("headers", headers)
                .encode();
    }

    /** What a client sends in SockJS. */
    static String framed(String text) {
        return new JsonArray().add(text).encode();
    }

    static void received(String text, Link.Listener listener) {
        var message = new JsonObject(text);
        var address = message.getString("address", "");
        if (!address.startsWith(TOPIC)) {
            return;
        }
        var space = address.substring(TOPIC.length());
        switch (message.getString("type")) {
            case "rec" -> listener.event(space, message.getJsonObject("body"));
            case "err" -> listener.refused(space, message.getInteger("failureCode"));
            default -> listener.ended("what is this? " + text);
        }
    }

    /** Takes a frame of a SockJS server apart. */
    static void receivedFrame(String frame, Link.Listener listener) {
        if (frame.isEmpty() || frame.startsWith("h")) {
            return;
        }
        switch (frame.charAt(0)) {
            case 'o' -> listener.opened();
            case 'a' -> new JsonArray(frame.substring(1)).forEach(text -> received((String) text, listener));
            default -> listener.ended(frame);
        }
    }
}
