package io.lockstep.gateway.socket;

import io.lockstep.gateway.session.Frame;
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
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
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
        if (closing == null) {
            // A failure is the socket's end, of which the close handler tells.
            socket.writeTextMessage(text).onFailure(gone -> {});
        }
    }

    @Override
    public boolean isWritable() {
        return !socket.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        socket.drainHandler(drained -> handler.run());
    }

    @Override
    public void ping(byte[] payload) {
        if (closing == null) {
            socket.writePing(Buffer.buffer(payload)).onFailure(gone -> {});
        }
    }

    @Override
    public void close(int code, String reason) {
        if (closing == null) {
            closing = wheel.in(CLOSING_MILLIS, this::cut);
            // A paused socket would not see the client's answer.
            socket.resume();
            socket.close((short) code, reason).onFailure(gone -> {});
        }
    }

    @Override
    public void cut() {
        Connections.cut(connection);
    }
}
