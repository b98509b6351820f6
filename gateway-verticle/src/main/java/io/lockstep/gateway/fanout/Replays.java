package io.lockstep.gateway.fanout;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What sessions that come back have missed: all that come at about the same time share one read of the feed, and the frames
 * that are made of it.
 *
 * <p>A read begins at the oldest of their cursors. It is kept for a while as a window, to which what is handed out on this
 * loop is added, so that who comes a little later asks nobody. A window ends where the last change that was handed out ends,
 * or it is none: whoever is given a part of it has to hold what is handed out from then on, and misses nothing. For one event
 * loop.
 */
final class Replays {
    /** A client that missed more reloads; replaying would cost him and us more. */
    static final int MAX_REPLAY = 10_000;

    private static final int MAX_KEPT = 2_000;
    private static final long KEPT_NANOS = 10_000_000_000L;

    private final JoiningSources sources;
    private final LongSupplier nanoTime;
    private final Map<String, OfSpace> spaces = new HashMap<>();

    /** @param end the position after the last of the changes */
    record Missed(List<Delivery> changes, Cursor end) {}

    private record Request(Cursor from, Promise<Missed> answer) {}

    /** Contiguous changes: those after {@code from}. */
    private record Window(Cursor from, ArrayList<Delivery> changes) {
        long end() {
            return from.seq() + changes.size();
        }

        boolean reachesBackTo(Cursor cursor) {
            return cursor.epoch() == from.epoch() && cursor.seq() >= from.seq() && cursor.seq() <= end();
        }

        Missed after(Cursor cursor) {
            return new Missed(
                    List.copyOf(changes.subList((int) (cursor.seq() - from.seq()), changes.size())),
                    new Cursor(from.epoch(), end()));
        }

        /** False when a change before it is missing: then this is no window any more. */
        boolean add(Delivery next) {
            var seq = seq(next);
            if (seq == end() + 1) {
                changes.add(next);
            }
            return seq <= end();
        }
    }

    private static final class OfSpace {
        List<Request> waiting = new ArrayList<>();

        /** What is handed out while a read is on its way. */
        final List<Delivery> meanwhile = new ArrayList<>();

        @Nullable
        Window window;

        boolean isLoading;
        long usedNanos;
    }

    Replays(JoiningSources sources, LongSupplier nanoTime) {
        this.sources = sources;
        this.nanoTime = nanoTime;
    }

    /** Fails with CURSOR_GONE when the feed reaches back to the cursor no longer, or too much came after it. */
    Future<Missed> after(String space, Cursor from) {
        var ofSpace = spaces.computeIfAbsent(space, first -> new OfSpace());
        ofSpace.usedNanos = nanoTime.getAsLong();
        if (ofSpace.window != null && ofSpace.window.reachesBackTo(from)) {
            return Future.succeededFuture(ofSpace.window.after(from));
        }
        var request = new Request(from, Promise.promise());
        ofSpace.waiting.add(request);
        if (!ofSpace.isLoading) {
            load(space, ofSpace);
        }
        return request.answer().future();
    }

    /** A change goes out on this loop. */
    void handedOut(Delivery delivery) {
        if (!spaces.isEmpty()
                && delivery.signal() instanceof Signal.Happened happened
                && happened.event() instanceof Event.Changed changed) {
            var ofSpace = spaces.get(changed.space());
            if (ofSpace != null) {
                handedOut(ofSpace, delivery);
            }
        }
    }

    private static void handedOut(OfSpace ofSpace, Delivery delivery) {
        if (ofSpace.isLoading) {
            ofSpace.meanwhile.add(delivery);
        }
        if (ofSpace.window != null
                && (!ofSpace.window.add(delivery) || ofSpace.window.changes().size() > MAX_KEPT)) {
            ofSpace.window = null;
        }
    }

    /** What happens in the space is handed out here no longer, or it goes on from somewhere else. */
    void forget(String space) {
        spaces.remove(space);
    }

    /** Forgets what nobody has asked for of late. */
    void sweep() {
        var now = nanoTime.getAsLong();
        spaces.values().removeIf(ofSpace -> !ofSpace.isLoading && now - ofSpace.usedNanos > KEPT_NANOS);
    }

    // Reading

    private void load(String space, OfSpace ofSpace) {
        ofSpace.isLoading = true;
        ofSpace.meanwhile.clear();
        var asking = ofSpace.waiting;
        ofSpace.waiting = new ArrayList<>();
        sources.head(space)
                .compose(head -> read(space, asking, head))
                .onSuccess(window -> loaded(space, ofSpace, window))
                .onFailure(failure -> {
                    asking.forEach(request -> request.answer().tryFail(failure));
                    next(space, ofSpace);
                });
    }

    /** Answers all who ask, when what the oldest of them missed has been read. */
    private Future<Window> read(String space, List<Request> asking, Heads.Head head) {
        var oldest = head.seq();
        var kept = new ArrayList<Request>(asking.size());
        for (var request : asking) {
            if (isKept(request.from(), head)) {
                kept.add(request);
                oldest = Math.min(oldest, request.from().seq());
            } else {
                request.answer().fail(gone(space));
            }
        }
        var window = new Window(new Cursor(head.epoch(), oldest), new ArrayList<>());
        return readOn(space, window, head.seq())
                .onSuccess(read -> kept.forEach(request -> request.answer().complete(read.after(request.from()))));
    }

    private static boolean isKept(Cursor from, Heads.Head head) {
        var floor = head.floor();
        return from.epoch() == head.epoch()
                && from.seq() <= head.seq()
                && head.seq() - from.seq() <= MAX_REPLAY
                && (floor == null || from.seq() >= floor);
    }

    private static ServiceException gone(String space) {
        return new ServiceException(
                FailureCode.CURSOR_GONE, "the feed of " + space + " does not reach back to the cursor: load it anew");
    }

    /** To the head at least: they began to listen before it was read, so they hold what comes after it. */
    private Future<Window> readOn(String space, Window window, long head) {
        if (window.end() >= head) {
            return Future.succeededFuture(window);
        }
        var at = new Cursor(window.from().epoch(), window.end());
        return sources.changes(Actor.SYSTEM, space, at.encode(), null).compose(page -> {
            page.changes()
                    .forEach(
                            change -> window.changes().add(new Delivery(change.topics(), new Signal.Happened(change))));
            return page.changes().isEmpty()
                    ? Future.failedFuture(new IllegalStateException("the feed of " + space + " ends before its head"))
                    : readOn(space, window, head);
        });
    }

    private void loaded(String space, OfSpace ofSpace, Window window) {
        var isWhole = window.changes().size() <= MAX_KEPT
                && ofSpace.meanwhile.stream().allMatch(window::add);
        ofSpace.window = isWhole ? window : null;
        next(space, ofSpace);
    }

    /** For those who came while it was read. */
    private void next(String space, OfSpace ofSpace) {
        ofSpace.isLoading = false;
        ofSpace.meanwhile.clear();
        var waiting = ofSpace.waiting;
        ofSpace.waiting = new ArrayList<>();
        waiting.forEach(request -> after(space, request.from()).onComplete(request.answer()));
    }

    private static long seq(Delivery delivery) {
        return delivery.signal() instanceof Signal.Happened happened
                        && happened.event() instanceof Event.Changed changed
                ? changed.seq()
                : 0;
    }
}
