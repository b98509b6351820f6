package io.lockstep.gateway.socket;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;

/** Ends connections that Vert.x serves. */
final class Connections {
    private Connections() {}

    /**
     * Drops the connection and what waits for it. Vert.x's own close first sends what waits, which a client that does not
     * read would keep in memory for ever; only below its handler the channel drops it. That handler is another one since
     * the handshake of a WebSocket, so it is looked up now.
     */
    static void cut(HttpConnection connection) {
        var handler = ((ConnectionBase) connection).channel().pipeline().context(VertxHandler.class);
        if (handler != null) {
            handler.close().addListener(closed -> {});
        }
    }
}
