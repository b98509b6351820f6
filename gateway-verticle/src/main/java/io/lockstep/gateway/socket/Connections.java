package io.lockstep.gateway.socket;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends connections that Vert.x serves. */
final class Connections {
    private Connections() {}

    /**
     * Drops the connection and what waits for it. Vert.x's own close first sends what waits, which a client that does not
     * read would keep in memory for ever; only below its handler the channel drops it.
     */
    static void cut(HttpConnection connection) {
        ((ConnectionBase) connection).channelHandlerContext().close().addListener(closed -> {});
    }
}
