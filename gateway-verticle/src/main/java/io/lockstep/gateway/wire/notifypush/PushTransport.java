package io.lockstep.gateway.wire.notifypush;

import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Transport;
import io.lockstep.gateway.socket.SocketLink;
import io.lockstep.gateway.socket.Wheel;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A push client's WebSocket as his session sees it: it takes nothing until it goes live, so that {@code authenticated} is
 * the first that the client hears and the session's outbox keeps the rest. Single-threaded: the socket's event loop.
 */
final class PushTransport implements Transport {
    private final SocketLink link;
    private final Wheel wheel;
    private @Nullable Keepalive keepalive;
    private Runnable onDrain = () -> {};

    PushTransport(SocketLink link, Wheel wheel) {
        this.link = link;
        this.wheel = wheel;
    }

    /** Tells the client that he is signed in, and then what has waited; the pings begin. */
    Keepalive goLive() {
        var pings = new Keepalive(wheel.nowNanos(), ThreadLocalRandom.current()::nextInt);
        keepalive = pings;
        write(PushFrames.AUTHENTICATED);
        onDrain.run();
        return pings;
    }

    @Override
    public void write(Frame frame) {
        if (keepalive != null) {
            keepalive.sent(wheel.nowNanos());
        }
        link.write(frame);
    }

    @Override
    public boolean isWritable() {
        return keepalive != null && link.isWritable();
    }

    @Override
    public void onDrain(Runnable handler) {
        onDrain = handler;
        link.onDrain(handler);
    }

    @Override
    public void close(CloseCause cause) {
        link.close(cause);
    }
}
