package io.lockstep.bench.delivery.crowd;

import io.vertx.core.json.JsonArray;
import java.util.Optional;

/**
 * Where sockets are opened.
 *
 * @param path a format that is given the number of the socket
 * @param token who opens them; nobody when empty
 * @param isSockJs whether texts are framed by SockJS
 */
public record Door(int port, String path, Optional<String> token, boolean isSockJs) {
    /** The accept key of {@link #KEY}, by RFC 6455. */
    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    /** WebSocket and nothing else. */
    public static Door plain(int port) {
        return new Door(port, "/", Optional.empty(), false);
    }

    /** The bridge over raw WebSocket, open to all. */
    public static Door bridge(int port) {
        return new Door(port, "/eventbus/websocket", Optional.empty(), false);
    }

    /** The bridge over raw WebSocket. */
    public static Door raw(int port, String token) {
        return new Door(port, "/eventbus/websocket", Optional.of(token), false);
    }

    /** The bridge over the WebSocket transport of SockJS. */
    public static Door sockJs(int port, String token) {
        return new Door(port, "/eventbus/000/bench%05d/websocket", Optional.of(token), true);
    }

    String upgrade(int number) {
        var target = path.contains("%") ? path.formatted(number) : path;
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY
                + token.map(own -> "\r\nAuthorization: Bearer " + own).orElse("") + "\r\n\r\n";
    }

    String framed(String text) {
        return isSockJs ? new JsonArray().add(text).encode() : text;
    }
}
