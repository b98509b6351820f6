package io.lockstep.gateway.wire.bridge;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.wire.SignalJson;
import io.vertx.core.json.JsonObject;
import java.util.List;

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
                        : received(topic, SignalJson.of(signal)));
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

    private static Frame frame(JsonObject json) {
        return new Frame(json.encode());
    }
}
