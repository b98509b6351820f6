package io.lockstep.gateway.wire.notifypush;

import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Transport;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A push client's WebSocket as his session sees it: it takes nothing until it goes live, so that {@code authenticated} is
 * the first that the client hears and the session's outbox keeps the rest. Single-threaded: the socket's event loop.
 */
final class PushTransport implements Transport {
    private final ServerWebSocket socket;
    private @Nullable Keepalive keepalive;
    private Runnable onDrain = () -> {};

    PushTransport(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** Tells the client that he is signed in, and then what has waited; the pings begin. */
    Keepalive goLive() {
        var pings = new Keepalive(System.nanoTime(), ThreadLocalRandom.current()::nextInt);
        keepalive = pings;
        write(PushFrames.AUTHENTICATED);
        onDrain.run();
        return pings;
    }

    @Override
    public void write(Frame frame) {
        if (keepalive != null) {
            keepalive.sent(System.nanoTime());
        }
        // A failure is the socket's end, of which the close handler tells.
        socket.writeTextMessage(frame.text()).onFailure(gone -> {});
    }

    @Override
    public boolean isWritable() {
        return keepalive != null && !socket.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        onDrain = handler;
        socket.drainHandler(drained -> handler.run());
    }

    @Override
    public void close(CloseCause cause) {
        socket.close((short) cause.code(), cause.reason()).onFailure(gone -> {});
    }
}
