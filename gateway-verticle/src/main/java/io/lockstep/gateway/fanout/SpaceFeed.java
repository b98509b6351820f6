package io.lockstep.gateway.fanout;

import io.lockstep.contract.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The order of the changes of one watched space: which one comes next, which ones came too early, and whether something is missing.
 * Pure state; {@link ChangeFeeds} does what it asks for.
 *
 * <p>Invariant: the changes that {@link #accept} returns over time have the numbers position+1, position+2, … without
 * hole or repeat.
 */
final class SpaceFeed {
    private static final int MAX_EARLY = 10_000;

    private final TreeMap<Long, Event.Changed> early = new TreeMap<>();
    private boolean isStarted;
    private long epoch;
    private long position;

    /**
     * Starts, or starts over, at a position: what stands before it is not this feed's to deliver. Returns the changes that
     * came early and can go out now.
     */
    List<Event.Changed> startAt(long epoch, long position) {
        this.epoch = epoch;
        this.position = position;
        isStarted = true;
        early.headMap(position, true).clear();
        return takeReady();
    }

    boolean isStarted() {
        return isStarted;
    }

    long epoch() {
        return epoch;
    }

    long position() {
        return position;
    }

    /** The changes that can go out now, in order: none for a repeat or while one before it is missing. */
    List<Event.Changed> accept(Event.Changed change) {
        if (isStarted && change.seq() <= position) {
            return List.of();
        }
        if (early.size() < MAX_EARLY) {
            early.put(change.seq(), change);
        }
        return isStarted ? takeReady() : List.of();
    }

    private List<Event.Changed> takeReady() {
        var ready = new ArrayList<Event.Changed>(1);
        while (!early.isEmpty() && early.firstKey() == position + 1) {
            ready.add(early.pollFirstEntry().getValue());
            position++;
        }
        return ready;
    }

    /** Whether a change has come for which an earlier one is missing. */
    boolean hasHole() {
        return isStarted && !early.isEmpty();
    }
}
