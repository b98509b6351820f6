package io.lockstep.gateway.wire.notifypush;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Transport;
import io.lockstep.gateway.socket.Deadline;
import io.lockstep.gateway.socket.SocketLink;
import io.lockstep.gateway.socket.Wheel;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A push client's WebSocket as his session sees it: it takes nothing until it goes live, so that {@code authenticated} is
 * the first that the client hears and the session's outbox keeps the rest. Notices it collects for a while, as
 * {@link Debounce} says; all else goes out at once. Single-threaded: the socket's event loop.
 */
final class PushTransport implements Transport {
    private static final long RETRY_MS = 500;
    private static final double LEAST_FACTOR = 0.5;

    private final SocketLink link;
    private final Wheel wheel;
    private final PushTally tally;
    private final Debounce debounce;
    private @Nullable Keepalive keepalive;
    private @Nullable Deadline telling;
    private long tellingAtNanos;
    private boolean wantsFileIds;
    private Runnable onDrain = () -> {};

    PushTransport(SocketLink link, Wheel wheel, PushTally tally, int maxDebounceSeconds) {
        this.link = link;
        this.wheel = wheel;
        this.tally = tally;
        this.debounce = new Debounce(
                maxDebounceSeconds,
                tally::active,
                LEAST_FACTOR + ThreadLocalRandom.current().nextDouble(),
                wheel.nowNanos());
    }

    /** Tells the client that he is signed in, and then what has waited; the pings begin. */
    Keepalive goLive() {
        var pings = new Keepalive(wheel.nowNanos(), ThreadLocalRandom.current()::nextInt);
        keepalive = pings;
        send(PushFrames.AUTHENTICATED);
        onDrain.run();
        return pings;
    }

    /** From now on the client is told which files have changed. */
    void wantFileIds() {
        wantsFileIds = true;
    }

    @Override
    public void write(Frame frame) {
        if (frame instanceof NoticeFrame notice) {
            debounce.accept(notice.notice(), wheel.nowNanos()).ifPresent(this::tell);
            tellLater();
        } else {
            tally.saidCustom();
            send(frame);
        }
    }

    private void tell(Notice notice) {
        tally.said(notice);
        send(PushFrames.notice(notice, wantsFileIds));
    }

    private void tellLater() {
        var now = wheel.nowNanos();
        var wait = debounce.nanosUntilDue(now);
        if (wait.isEmpty()) {
            return;
        }
        var at = now + wait.getAsLong();
        if (telling != null && at - tellingAtNanos >= 0) {
            return;
        }
        tellAfter(NANOSECONDS.toMillis(wait.getAsLong()) + 1);
        tellingAtNanos = at;
    }

    private void tellAfter(long millis) {
        if (telling != null) {
            telling.cancel();
        }
        telling = wheel.in(millis, this::tellDue);
    }

    private void tellDue() {
        telling = null;
        if (link.isWritable()) {
            debounce.due(wheel.nowNanos()).forEach(this::tell);
            tellLater();
        } else {
            // Collected further, so that a slow client costs no more than what it is.
            tellingAtNanos = wheel.nowNanos();
            tellAfter(RETRY_MS);
        }
    }

    private void send(Frame frame) {
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
        ended();
        link.close(cause);
    }

    /** The socket has gone. */
    void ended() {
        if (telling != null) {
            telling.cancel();
            telling = null;
        }
    }
}
