package io.lockstep.gateway.wire.bridge;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * The server's messages of the event-bus bridge protocol: JSON texts of type {@code rec} and {@code err}. Pure.
 *
 * <p>The public protocol has no answer to a refused registration that names its address; here it carries one, so that the
 * client's handler learns of it.
 */
final class BridgeFrames implements Encoder {
    @Override
    public List<Frame> encode(String topic, Signal signal) {
        return List.of(
                signal instanceof Signal.Revoked revoked
                        ? error(topic, "access_denied", revoked)
                        : received(topic, body(signal)));
    }

    /** A message for a registered address, or the reply to a request. */
    static Frame received(String address, JsonObject body) {
        return frame(new JsonObject().put("type", "rec").put("address", address).put("body", body));
    }

    /** A failed request or registration, told to the address that waits for it. */
    static Frame failed(String address, ServiceException failure) {
        var json = new JsonObject()
                .put("type", "err")
                .put("address", address)
                .put("failureCode", failure.code().number())
                .put("failureType", "RECIPIENT_FAILURE")
                .put("message", failure.message());
        if (!failure.details().isEmpty()) {
            json.put("details", failure.details());
        }
        return frame(json);
    }

    /** A refused registration: the word of the public protocol in {@code body}, and why. */
    static Frame refused(String address, String word, ServiceException failure) {
        return frame(new JsonObject()
                .put("type", "err")
                .put("address", address)
                .put("body", word)
                .put("failureCode", failure.code().number())
                .put("failureType", "RECIPIENT_FAILURE")
                .put("message", failure.message()));
    }

    /** A message that broke the protocol. */
    static Frame error(String word) {
        return frame(new JsonObject().put("type", "err").put("body", word));
    }

    private static Frame error(String topic, String word, Signal.Revoked revoked) {
        return refused(
                topic,
                word,
                new ServiceException(
                        FailureCode.FORBIDDEN, "you may read the space " + revoked.space() + " no longer"));
    }

    private static JsonObject body(Signal signal) {
        if (signal instanceof Signal.Happened happened) {
            return event(happened.event());
        }
        if (signal instanceof Signal.Merged merged) {
            return event(merged.change()).put("merged", merged.changes());
        }
        if (signal instanceof Signal.Snapshot snapshot) {
            return new JsonObject()
                    .put("type", "snapshot")
                    .put("space", snapshot.space())
                    .put("cursor", snapshot.cursor())
                    .put("locks", Json.toJson(snapshot.locks()).getJsonArray("locks"))
                    .put("lockSeq", snapshot.locks().lockSeq())
                    .put("users", users(snapshot.users()));
        }
        if (signal instanceof Signal.Resync resync) {
            return new JsonObject()
                    .put("type", "resync")
                    .put("space", resync.space())
                    .put("reason", resync.reason().name().toLowerCase(Locale.ROOT))
                    .put("cursor", resync.cursor());
        }
        var presence = (Signal.Presence) signal;
        return new JsonObject()
                .put("type", "presence")
                .put("space", presence.space())
                .put("users", users(presence.users()))
                .put("total", presence.total());
    }

    private static JsonObject event(Event event) {
        var json = Json.toJson(event);
        // For gateways only.
        json.remove("accessVersion");
        json.remove("quiet");
        return event instanceof Event.CustomInSpace ? json.put("type", "custom") : json;
    }

    private static JsonArray users(List<Signal.Present> users) {
        var array = new JsonArray();
        for (var user : users) {
            var json = new JsonObject().put("user", user.user()).put("displayName", user.displayName());
            array.add(user.documents().isEmpty() ? json : json.put("documents", new JsonArray(user.documents())));
        }
        return array;
    }

    private static Frame frame(JsonObject json) {
        return new Frame(json.encode());
    }
}
