package io.lockstep.bench.delivery.crowd;

import io.netty.buffer.ByteBuf;

/** What is made of what viewers are told. Called on their event loop; slow it must not be. */
public interface Audience {
    /** The server took the connection; the handshake begins. */
    default void connected(Viewer viewer) {}

    /** The socket is open: messages may be sent. */
    void opened(Viewer viewer);

    /**
     * An event with a seq came.
     *
     * @param bytes where it stands, from {@code index}, {@code length} bytes, for now only
     */
    void event(Viewer viewer, long seq, ByteBuf bytes, int index, int length);

    /** Another message came. */
    void told(Viewer viewer, String text);

    /** The socket has gone or could not be opened, not by the viewer's own will. */
    void gone(Viewer viewer, String how);
}
