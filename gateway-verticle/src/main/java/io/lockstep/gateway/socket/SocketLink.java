package io.lockstep.gateway.socket;

import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Transport;

/**
 * One client's socket, whatever carries it: what a wire talks to. It keeps what comes until it is listened to. Called on its
 * own event loop only.
 */
public interface SocketLink extends Transport {
    /** Who hears of what the client does; called on the event loop, within its context. */
    interface Listener {
        void text(String text);

        default void binary(byte[] bytes) {}

        default void pong(byte[] payload) {}

        /** The socket has gone, whoever ended it. Said once. */
        void closed();
    }

    void listen(Listener listener);

    /** Takes nothing more from the client until {@link #resume}; at most what was on the way is kept. */
    void pause();

    void resume();

    /**
     * Asks for a sign of life; nothing happens on a socket without pings.
     *
     * @param payload at most 125 bytes, which the client has to repeat
     */
    void ping(byte[] payload);

    /**
     * Says goodbye and waits a moment for the client's answer; nothing is written or heard afterwards, but for
     * {@link Listener#closed}.
     */
    void close(int code, String reason);

    /** Drops the connection and what waits for it, without waiting for a client that may not read. */
    void cut();

    @Override
    default void close(CloseCause cause) {
        close(cause.code(), cause.reason());
        if (cause == CloseCause.SLOW_CLIENT) {
            cut();
        }
    }
}
