package io.lockstep.gateway.wire.cozy;

import io.lockstep.gateway.socket.Deadline;
import io.lockstep.gateway.socket.SocketLink;
import io.lockstep.gateway.socket.Wheel;
import java.time.Duration;

/** The signs of life of one client of the realtime socket: he is pinged, and has to answer in time. Single-threaded. */
final class RealtimePulse {
    static final Duration PING = Duration.ofSeconds(54);
    static final Duration SILENCE = Duration.ofSeconds(60);
    private static final byte[] NO_PAYLOAD = {};

    private final Wheel wheel;
    private final SocketLink link;
    private final Deadline silence;
    private Deadline ping;

    /** Begins; {@code silent} is run when he has not answered for too long. */
    RealtimePulse(Wheel wheel, SocketLink link, Runnable silent) {
        this.wheel = wheel;
        this.link = link;
        this.silence = wheel.in(SILENCE.toMillis(), silent);
        this.ping = wheel.in(PING.toMillis(), this::ping);
    }

    private void ping() {
        link.ping(NO_PAYLOAD);
        ping = wheel.in(PING.toMillis(), this::ping);
    }

    void answered() {
        silence.putOff(SILENCE.toMillis());
    }

    void stop() {
        silence.cancel();
        ping.cancel();
    }
}
