package io.lockstep.gateway.wire.notifypush;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * When one socket is to be pinged, and whether its client still answers. Times are {@link System#nanoTime}'s. Pure state.
 *
 * <p>The first ping is due soon after login, each next one after {@link #QUIET} in which nothing was sent; a ping that is
 * unanswered when the next is due means a dead client. As in the original, a pong nobody asked for is an offence too.
 */
final class Keepalive {
    static final Duration FIRST = Duration.ofMillis(400);
    static final Duration QUIET = Duration.ofSeconds(30);
    private static final int NONE = 0;

    private final IntSupplier random;
    private long dueNanos;
    private boolean hasPinged;
    private int expected = NONE;

    /** What is to be done now. */
    enum Step {
        WAIT,
        PING,
        CLOSE
    }

    /** Starts at login. */
    Keepalive(long nowNanos, IntSupplier random) {
        this.random = random;
        this.dueNanos = nowNanos + FIRST.toNanos();
    }

    /** Something was sent: the client is pinged only after a silence. */
    void sent(long nowNanos) {
        if (hasPinged) {
            dueNanos = nowNanos + QUIET.toNanos();
        }
    }

    /** After PING the {@link #payload} is to be sent. */
    Step tick(long nowNanos) {
        if (nowNanos - dueNanos <= 0) {
            return Step.WAIT;
        }
        if (expected != NONE) {
            return Step.CLOSE;
        }
        hasPinged = true;
        expected = nonZero();
        sent(nowNanos);
        return Step.PING;
    }

    /** Until the next {@link #tick} can have something to do. */
    Duration rest(long nowNanos) {
        return Duration.ofNanos(Math.max(0, dueNanos - nowNanos) + 1);
    }

    /** Four bytes that the pong has to repeat. */
    Buffer payload() {
        return Buffer.buffer().appendIntLE(expected);
    }

    /** Whether this is the pong that was expected. */
    boolean isAnsweredBy(Buffer pong) {
        var isAnswer = pong.equals(payload());
        expected = NONE;
        return isAnswer;
    }

    private int nonZero() {
        var number = random.getAsInt();
        return number == NONE ? 1 : number;
    }
}
