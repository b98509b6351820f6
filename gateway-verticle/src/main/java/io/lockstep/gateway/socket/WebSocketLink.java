package io.lockstep.gateway.socket;

import io.lockstep.gateway.session.Frame;

/** A {@link SocketLink} that is a WebSocket, which other protocols can ride on. */
interface WebSocketLink extends SocketLink {
    /** How long a client may take to answer a goodbye. */
    long CLOSING_MILLIS = 5_000;

    /** Writes the message as SockJS has it. */
    void writeSockJs(Frame frame);
}
