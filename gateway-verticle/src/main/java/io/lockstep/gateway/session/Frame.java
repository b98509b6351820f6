package io.lockstep.gateway.session;

import io.lockstep.gateway.socket.codec.SharedBytes;
import io.lockstep.gateway.socket.codec.SockJs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * One ready text message of a wire, shared by all sockets that it goes to; so are the bytes that they write, which are made
 * once, when the first of them asks. Safe for use by several threads.
 */
public class Frame {
    private final String text;
    private final int bytes;
    private volatile @Nullable ByteBuf webSocket;
    private volatile @Nullable ByteBuf sockJs;

    public Frame(String text) {
        this.text = text;
        this.bytes = ByteBufUtil.utf8Bytes(text);
    }

    public String text() {
        return text;
    }

    /** Its size on the wire, for the bounds of an {@link Outbox}. */
    public int bytes() {
        return bytes;
    }

    /** The whole WebSocket frame; not to be read from, but to be written as {@code duplicate()}. */
    public ByteBuf webSocketBytes() {
        var ready = webSocket;
        return ready != null ? ready : makeWebSocketBytes();
    }

    /** The same for a socket that speaks SockJS. */
    public ByteBuf sockJsBytes() {
        var ready = sockJs;
        return ready != null ? ready : makeSockJsBytes();
    }

    private synchronized ByteBuf makeWebSocketBytes() {
        var made = webSocket;
        if (made == null) {
            made = SharedBytes.textFrame(text);
            webSocket = made;
        }
        return made;
    }

    private synchronized ByteBuf makeSockJsBytes() {
        var made = sockJs;
        if (made == null) {
            made = SharedBytes.textFrame(SockJs.message(text));
            sockJs = made;
        }
        return made;
    }

    @Override
    public String toString() {
        return text;
    }
}
