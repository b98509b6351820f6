package io.lockstep.gateway.socket;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one timer that all deadlines of one event loop's sockets share: a ring of places, each with the deadlines that are due
 * when the hand comes there.
 *
 * <p>A deadline is up to two ticks of {@value #TICK_MILLIS} ms late and never early. Adding one, putting it off and cancelling it cost the same
 * however many there are, and what is cancelled is dropped when the hand passes. Single-threaded.
 */
public final class Wheel {
    static final long TICK_MILLIS = 250;

    /** About a minute: a deadline that is further away is passed by, once a turn. */
    private static final int PLACES = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Wheel.class);

    private final @Nullable Deadline[] places = new @Nullable Deadline[PLACES];
    private final LongSupplier nanoTime;
    private final long startNanos;
    private long tick;

    Wheel(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    /** Does the work so long after now. */
    public Deadline in(long millis, Runnable work) {
        var deadline = new Deadline(this, work);
        deadline.dueTick = tickIn(millis);
        place(deadline);
        return deadline;
    }

    /** {@link System#nanoTime} as of the last tick: cheap, and at most a tick old while the loop keeps up. */
    public long nowNanos() {
        return startNanos + TimeUnit.MILLISECONDS.toNanos(tick * TICK_MILLIS);
    }

    /** The first tick at which the time has surely passed, though part of the present one has. */
    long tickIn(long millis) {
        return tick + (millis + TICK_MILLIS - 1) / TICK_MILLIS + 1;
    }

    /** Moves the hand to where the clock is, and does what is due. */
    void turn() {
        var last = tick;
        tick = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos) / TICK_MILLIS;
        for (var passed = Math.max(last + 1, tick - PLACES + 1); passed <= tick; passed++) {
            empty((int) (passed % PLACES));
        }
    }

    private void empty(int place) {
        var deadline = places[place];
        places[place] = null;
        while (deadline != null) {
            var next = deadline.next;
            deadline.next = null;
            if (deadline.dueTick > tick) {
                place(deadline);
            } else {
                expire(deadline);
            }
            deadline = next;
        }
    }

    private static void expire(Deadline deadline) {
        try {
            deadline.expire();
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("a socket's deadline failed");
        }
    }

    private void place(Deadline deadline) {
        if (!deadline.isCancelled()) {
            var place = (int) (deadline.dueTick % PLACES);
            deadline.next = places[place];
            places[place] = deadline;
        }
    }
}
