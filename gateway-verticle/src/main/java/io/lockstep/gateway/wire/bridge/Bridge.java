package io.lockstep.gateway.wire.bridge;

import io.lockstep.gateway.socket.UserSockets;
import io.lockstep.gateway.wire.Edge;

/**
 * What all clients of the bridge on one event loop share.
 *
 * @param users how many sockets each user has
 */
record Bridge(Edge edge, BridgeOperations operations, UserSockets users) {
    static final String TOO_MANY = "the user has as many sockets on this server as he may: close some";

    static Bridge of(Edge edge) {
        var max = edge.config().sockets().maxPerUser();
        return new Bridge(edge, new BridgeOperations(edge), new UserSockets(edge.vertx(), "bridge", max));
    }
}
