package io.lockstep.gateway.socket;

/** A {@link Wheel} that a test turns by hand. */
public final class HandWheel {
    private long nowNanos = 1_000_000_000L;
    private final Wheel wheel = new Wheel(() -> nowNanos);

    public Wheel wheel() {
        return wheel;
    }

    /** So much time passes, tick by tick. */
    public void pass(long millis) {
        for (long left = millis; left > 0; left -= Wheel.TICK_MILLIS) {
            nowNanos += Math.min(left, Wheel.TICK_MILLIS) * 1_000_000;
            wheel.turn();
        }
    }
}
