package io.lockstep.gateway.wire.bridge;

import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.http.Requests;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A client's message of the event-bus bridge protocol. */
sealed interface BridgeRequest {
    /** Keeps the socket open; not answered. */
    record Ping() implements BridgeRequest {}

    /**
     * Asks for what is said on an address.
     *
     * @param cursor null for from now on
     * @param selector null for all of it
     */
    record Register(
            String address,
            @Nullable String cursor,
            @Nullable JsonObject selector) implements BridgeRequest {}

    /** Asks for it no longer. */
    record Unregister(String address) implements BridgeRequest {}

    /** Sends to an operation; {@code replyAddress} null when no answer is wanted. */
    record Send(String address, JsonObject body, @Nullable String replyAddress) implements BridgeRequest {}

    /** Asks for what is said on an address in a way that cannot be meant. */
    record Refused(String address, ServiceException reason) implements BridgeRequest {}

    /** Breaks the protocol; {@code word} is the protocol's name of the error. */
    record Malformed(String word) implements BridgeRequest {}

    int MAX_ADDRESS_LENGTH = 600;
    int MAX_REPLY_ADDRESS_LENGTH = 36;

    /** Never fails: what is not understood is {@link Malformed}. */
    static BridgeRequest parse(String text) {
        JsonObject json;
        try {
            json = new JsonObject(text);
        } catch (DecodeException | ClassCastException broken) {
            return new Malformed("invalid_json");
        }
        if (!Requests.isShallow(json)) {
            return new Malformed("invalid_json");
        }
        if (!(json.getValue("type") instanceof String type)) {
            return new Malformed("missing_type");
        }
        if (type.equals("ping")) {
            return new Ping();
        }
        if (!(json.getValue("address") instanceof String address)) {
            return new Malformed("missing_address");
        }
        if (address.length() > MAX_ADDRESS_LENGTH) {
            return new Malformed("max_address_length_reached");
        }
        return switch (type) {
            case "register" -> register(json, address);
            case "unregister" -> new Unregister(address);
            case "send" -> send(json, address);
            case "publish" -> new Malformed("access_denied");
            default -> new Malformed("invalid_type");
        };
    }

    private static BridgeRequest send(JsonObject json, String address) {
        var reply = json.getValue("replyAddress");
        if (reply != null && !(reply instanceof String text && text.length() <= MAX_REPLY_ADDRESS_LENGTH)) {
            return new Malformed("invalid_reply_address");
        }
        var body = json.getValue("body");
        return new Send(address, body instanceof JsonObject object ? object : new JsonObject(), (String) reply);
    }

    private static BridgeRequest register(JsonObject json, String address) {
        var headers = json.getValue("headers") instanceof JsonObject object ? object : new JsonObject();
        var cursor = headers.getValue("cursor");
        var selector = headers.getValue("selector");
        if (cursor != null && !(cursor instanceof String)) {
            return new Refused(address, Require.badRequest("the header 'cursor' must be a text"));
        }
        if (selector != null && !(selector instanceof JsonObject)) {
            return new Refused(address, Require.badRequest("the header 'selector' must be an object"));
        }
        return new Register(address, (String) cursor, (JsonObject) selector);
    }
}
