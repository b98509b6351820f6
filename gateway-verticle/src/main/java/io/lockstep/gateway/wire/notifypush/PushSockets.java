package io.lockstep.gateway.wire.notifypush;

import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The push sockets of one event loop, and the one timer that all their deadlines share: login, pings, dead clients.
 * Single-threaded.
 */
final class PushSockets {
    private static final long TICK_MS = 250;

    private final Edge edge;
    private final UserConnections users;
    private final List<PushSocket> sockets = new ArrayList<>();

    PushSockets(Edge edge) {
        this.edge = edge;
        this.users = new UserConnections(edge.vertx());
        edge.vertx().setPeriodic(TICK_MS, timer -> tick());
    }

    /** @param identity who he is, when his upgrade has shown it; empty when the handshake will */
    void open(ServerWebSocket webSocket, Optional<Identity> identity) {
        var socket = new PushSocket(edge, users, webSocket);
        sockets.add(socket);
        identity.ifPresentOrElse(socket::openAs, socket::open);
    }

    /** A socket that has ended is let go here and nowhere else, so that the list never changes under its own loop. */
    private void tick() {
        var now = System.nanoTime();
        sockets.forEach(socket -> socket.tick(now));
        sockets.removeIf(PushSocket::hasEnded);
    }
}
