package io.lockstep.contract;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Keeps a warning that somebody can cause again and again from filling the log: each kind is due once a minute, and of kinds
 * there are at most {@value #MAX_KINDS} at a time. Safe for all threads.
 */
public final class Warnings {
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_KINDS = 100;

    private final LongSupplier nanoTime;
    private final Map<String, Kind> kinds = new HashMap<>();

    private static final class Kind {
        long saidNanos;
        long count;
    }

    public Warnings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How often it happened since it was said last, when it is to be said now; numbers in the text make no other kind. */
    public synchronized OptionalLong due(String text) {
        var now = nanoTime.getAsLong();
        var name = text.replaceAll("[0-9]+", "#");
        if (!kinds.containsKey(name) && kinds.size() >= MAX_KINDS) {
            kinds.values().removeIf(kind -> now - kind.saidNanos >= QUIET_NANOS);
            if (kinds.size() >= MAX_KINDS) {
                return OptionalLong.empty();
            }
        }
        var kind = kinds.computeIfAbsent(name, added -> first(now));
        kind.count++;
        if (now - kind.saidNanos < QUIET_NANOS) {
            return OptionalLong.empty();
        }
        var count = kind.count;
        kind.saidNanos = now;
        kind.count = 0;
        return OptionalLong.of(count);
    }

    private static Kind first(long now) {
        var kind = new Kind();
        kind.saidNanos = now - QUIET_NANOS;
        return kind;
    }
}
