package io.lockstep.dispatcher.trigger;

import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/** When a delivery that failed is tried again: after twice as long each time, less up to a half by chance. Pure. */
record Retries(TriggerConfig config, DoubleSupplier random) {
    private static final int MAX_DOUBLINGS = 40;

    /** The milliseconds after this attempt, counted from 1; empty when it was the last one. */
    OptionalLong after(int attempt) {
        if (attempt >= config.attempts()) {
            return OptionalLong.empty();
        }
        long doubled = config.firstRetry().toMillis() << Math.min(attempt - 1, MAX_DOUBLINGS);
        boolean hasOverflown = doubled >>> Math.min(attempt - 1, MAX_DOUBLINGS)
                != config.firstRetry().toMillis();
        long most = hasOverflown
                ? config.maxRetry().toMillis()
                : Math.min(doubled, config.maxRetry().toMillis());
        return OptionalLong.of(Math.max(1, (long) (most * (1 - random.getAsDouble() / 2))));
    }
}
