package io.lockstep.gateway.socket;

import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.socket.codec.FrameDecoder;
import io.lockstep.gateway.socket.codec.SockJs;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client that speaks SockJS on a WebSocket: its texts around and within those of the wire. */
final class SockJsSocket implements SocketLink, SocketLink.Listener {
    private static final long HEARTBEAT_MILLIS = 25_000;
    private static final int NORMAL = 1000;
    private static final Frame OPEN = new Frame(SockJs.OPEN);
    private static final Frame HEARTBEAT = new Frame(SockJs.HEARTBEAT);

    private final WebSocketLink socket;
    private final Wheel wheel;
    private Deadline heartbeat;
    private @Nullable Listener listener;
    private boolean isClosing;

    SockJsSocket(WebSocketLink socket, Wheel wheel) {
        this.socket = socket;
        this.wheel = wheel;
        this.heartbeat = wheel.in(HEARTBEAT_MILLIS, this::beat);
        socket.write(OPEN);
    }

    private void beat() {
        if (socket.isWritable()) {
            socket.write(HEARTBEAT);
        }
        heartbeat = wheel.in(HEARTBEAT_MILLIS, this::beat);
    }

    @Override
    public void listen(Listener listening) {
        listener = listening;
        socket.listen(this);
    }

    @Override
    public void text(String text) {
        var messages = SockJs.messages(text);
        if (messages.isEmpty()) {
            socket.close(FrameDecoder.INVALID_TEXT, "text is not SockJS");
            return;
        }
        for (var message : messages.get()) {
            if (listener != null && !isClosing) {
                listener.text(message);
            }
        }
    }

    @Override
    public void binary(byte[] bytes) {
        text(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void closed() {
        heartbeat.cancel();
        var hearing = Optional.ofNullable(listener);
        listener = null;
        hearing.ifPresent(Listener::closed);
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
        socket.writeSockJs(frame);
    }

    @Override
    public boolean isWritable() {
        return socket.isWritable();
    }

    @Override
    public void onDrain(Runnable handler) {
        socket.onDrain(handler);
    }

    /** SockJS has heartbeats instead. */
    @Override
    public void ping(byte[] payload) {}

    @Override
    public void close(int code, String reason) {
        if (!isClosing) {
            isClosing = true;
            socket.write(new Frame(SockJs.close(code, reason)));
            socket.close(NORMAL, "");
        }
    }

    @Override
    public void cut() {
        socket.cut();
    }
}
