package io.lockstep.gateway.wire.notifypush;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * When one connection of the push protocol is told of files, activity and notifications: several notices of a kind become
 * one, and the more connections there are, the longer they wait, so that clients do not all come back at once. Custom events
 * are never held. Times are {@link System#nanoTime}'s. Pure state.
 *
 * <p>The waits are the original's: a kind is told when its pause since the last time is over and nothing was added for
 * {@link #QUIET}. Other than the original's, the kinds wait each for itself and for no silence of anything else, and a kind to
 * which something is added all the time is told after {@link #PATIENCE} nevertheless: a steady stream of events starves
 * nothing. More than {@value #MAX_IDS} files at a time are told as unknown ones, at which clients look for all changes.
 */
final class Debounce {
    static final Duration QUIET = Duration.ofMillis(100);
    static final Duration PATIENCE = Duration.ofMillis(500);
    static final int MAX_IDS = 1_000;

    /** As if the last time had been so long ago: the first notice of a connection waits for no pause. */
    private static final Duration BEFORE = Duration.ofMinutes(2);

    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int CONNECTIONS_PER_SECOND = 10;

    private final int maxSeconds;
    private final IntSupplier connections;
    private final double factor;
    private final Slot files;
    private final Slot activity;
    private final Slot notification;
    private Optional<Set<Long>> ids = Optional.empty();

    /** One kind of notice: whether one is held, and since when. */
    private static final class Slot {
        boolean isHeld;
        long toldNanos;
        long firstNanos;
        long lastNanos;

        Slot(long nowNanos) {
            this.toldNanos = nowNanos - BEFORE.toNanos();
        }

        void hold(long nowNanos) {
            if (!isHeld) {
                isHeld = true;
                firstNanos = nowNanos;
            }
            lastNanos = nowNanos;
        }

        /** The later of both: when the pause is over, and when nothing more is waited for. */
        long dueNanos(long pauseNanos) {
            var paused = toldNanos + pauseNanos;
            var quiet = lastNanos + QUIET.toNanos();
            var patient = firstNanos + PATIENCE.toNanos();
            var collected = quiet - patient < 0 ? quiet : patient;
            return paused - collected > 0 ? paused : collected;
        }

        boolean isDue(long nowNanos, long pauseNanos) {
            return isHeld && nowNanos - dueNanos(pauseNanos) > 0;
        }

        void told(long nowNanos) {
            isHeld = false;
            toldNanos = nowNanos;
        }
    }

    /**
     * Starts with the connection.
     *
     * @param maxSeconds the longest pause, before the factor; 0 lets everything through at once
     * @param connections how many there are now
     * @param factor by which the connection's pauses are longer or shorter than others', from 0.5 to 1.5
     */
    Debounce(int maxSeconds, IntSupplier connections, double factor, long nowNanos) {
        this.maxSeconds = maxSeconds;
        this.connections = connections;
        this.factor = factor;
        this.files = new Slot(nowNanos);
        this.activity = new Slot(nowNanos);
        this.notification = new Slot(nowNanos);
    }

    /** What is to be sent at once: the notice itself if it is not held. */
    Optional<Notice> accept(Notice notice, long nowNanos) {
        if (maxSeconds == 0) {
            return Optional.of(notice);
        }
        if (notice instanceof Notice.Files changed) {
            ids = files.isHeld ? united(ids, changed.ids()) : changed.ids();
            files.hold(nowNanos);
            return Optional.empty();
        }
        if (notice instanceof Notice.Activity) {
            activity.hold(nowNanos);
            return Optional.empty();
        }
        if (notice instanceof Notice.Notification) {
            notification.hold(nowNanos);
            return Optional.empty();
        }
        return Optional.of(notice);
    }

    /** What was held and is to be sent now: files, activity, notification. */
    List<Notice> due(long nowNanos) {
        var due = new ArrayList<Notice>(0);
        if (files.isDue(nowNanos, pauseNanos())) {
            files.told(nowNanos);
            due.add(new Notice.Files(ids));
            ids = Optional.empty();
        }
        if (activity.isDue(nowNanos, pauseNanos())) {
            activity.told(nowNanos);
            due.add(new Notice.Activity());
        }
        if (notification.isDue(nowNanos, SECOND_NANOS)) {
            notification.told(nowNanos);
            due.add(new Notice.Notification());
        }
        return due;
    }

    /** For how long nothing more becomes due unless it is accepted; empty when nothing is held. */
    OptionalLong nanosUntilDue(long nowNanos) {
        var least = OptionalLong.empty();
        for (var slot : List.of(files, activity, notification)) {
            if (slot.isHeld) {
                var pause = slot == notification ? SECOND_NANOS : pauseNanos();
                var wait = Math.max(0, slot.dueNanos(pause) - nowNanos + 1);
                least = OptionalLong.of(Math.min(wait, least.orElse(wait)));
            }
        }
        return least;
    }

    private long pauseNanos() {
        var seconds = Math.max(1, Math.min(connections.getAsInt() / CONNECTIONS_PER_SECOND, maxSeconds));
        return (long) (seconds * SECOND_NANOS * factor);
    }

    /** One that is not known makes all unknown. */
    private static Optional<Set<Long>> united(Optional<Set<Long>> held, Optional<Set<Long>> added) {
        if (held.isEmpty() || added.isEmpty()) {
            return Optional.empty();
        }
        var all = new LinkedHashSet<>(held.get());
        all.addAll(added.get());
        return all.size() > MAX_IDS ? Optional.empty() : Optional.of(all);
    }
}
