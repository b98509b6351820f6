package io.lockstep.gateway.socket;

import org.jspecify.annotations.Nullable;

/**
 * Something to be done on an event loop if nobody puts it off, kept by a {@link Wheel}. Putting it off costs a store to a
 * field: the wheel looks again when the old time has come. Single-threaded: the wheel's loop.
 */
public final class Deadline {
    private final Wheel wheel;
    private @Nullable Runnable work;

    /** Kept by the wheel alone: when it is due, and what stands after it in its place of the wheel. */
    long dueTick;

    @Nullable
    Deadline next;

    Deadline(Wheel wheel, Runnable work) {
        this.wheel = wheel;
        this.work = work;
    }

    /** Puts it off: it is due so long after now. Never to an earlier time than it had. */
    public void putOff(long millis) {
        dueTick = wheel.tickIn(millis);
    }

    /** It is never due; what it would have done is let go at once. */
    public void cancel() {
        work = null;
    }

    boolean isCancelled() {
        return work == null;
    }

    void expire() {
        var due = work;
        work = null;
        if (due != null) {
            due.run();
        }
    }
}
