package io.lockstep.gateway.socket;

import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.socket.codec.FrameDecoder;
import io.lockstep.gateway.socket.codec.SockJs;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;

/** A WebSocket that Vert.x goes on to serve. */
final class StockSocket implements WebSocketLink {
    private final ServerWebSocket socket;
    private final HttpConnection connection;
    private final Wheel wheel;
    private @Nullable Deadline closing;

    StockSocket(ServerWebSocket socket, HttpConnection connection, Wheel wheel) {
        this.socket = socket;
        this.connection = connection;
        this.wheel = wheel;
    }

    @Override
    public void listen(Listener listener) {
        socket.textMessageHandler(text -> {
            if (closing == null) {
                listener.text(text);
            }
        });
        socket.binaryMessageHandler(binary -> {
            if (closing == null) {
                listener.binary(binary.getBytes());
            }
        });
        socket.pongHandler(payload -> listener.pong(payload.getBytes()));
        // What broke ends the socket too, and of that the close handler tells.
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(gone -> {
            if (closing != null) {
                closing.cancel();
            }
            listener.closed();
        });
    }

    @Override
    public void pause() {
        if (isOpen()) {
            socket.pause();
        }
    }

    @Override
    public void resume() {
        if (isOpen()) {
            socket.resume();
        }
    }

    @Override
    public void write(Frame frame) {
        write(frame.text());
    }

    @Override
    public void writeSockJs(Frame frame) {
        write(SockJs.message(frame.text()));
    }

    private void write(String text) {
        if (isOpen()) {
            // A failure is the socket's end, of which the close handler tells.
            socket.writeTextMessage(text).onFailure(gone -> {});
        }
    }

    @Override
    public boolean isWritable() {
        return !isOpen() || !socket.writeQueueFull();
    }

    /**
     * Vert.x throws at who asks a closed socket anything, already before it tells that it has closed; thrown into the
     * handing out of an event, that would cost all other listeners the event.
     */
    private boolean isOpen() {
        return closing == null && !socket.isClosed();
    }

    @Override
    public void onDrain(Runnable handler) {
        if (isOpen()) {
            socket.drainHandler(drained -> handler.run());
        }
    }

    @Override
    public void ping(byte[] payload) {
        if (isOpen()) {
            socket.writePing(Buffer.buffer(payload)).onFailure(gone -> {});
        }
    }

    @Override
    public void close(int code, String reason) {
        if (isOpen()) {
            // A paused socket would not see the client's answer.
            socket.resume();
            closing = wheel.in(CLOSING_MILLIS, this::cut);
            // Vert.x always says a code: a plain end for none.
            (code == FrameDecoder.NO_CODE ? socket.close() : socket.close((short) code, reason)).onFailure(gone -> {});
        }
    }

    @Override
    public void cut() {
        Connections.cut(connection);
    }
}
