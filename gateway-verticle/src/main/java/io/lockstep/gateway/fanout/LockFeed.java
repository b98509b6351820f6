package io.lockstep.gateway.fanout;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one watched space as this node has told them to its listeners: which stand, up to which number, and whether
 * something is missing. Pure state; {@link LockFeeds} does what it asks for.
 *
 * <p>Invariant: a listener who applies the corrections, and in between the events, as they come out here has the locks that
 * stood at {@link #lockSeq}. An event comes out right after the one before it or not at all; whatever was missed, be it for a
 * lost message or because Redis has lost its memory, is mended by a snapshot.
 */
final class LockFeed {
    static final long UNKNOWN = -1;
    private static final int MAX_EARLY = 1_000;
    private static final long WARM_NANOS = Duration.ofSeconds(10).toNanos();

    private final TreeMap<Long, Event> early = new TreeMap<>();
    private final Map<Cell, Lock> standing = new LinkedHashMap<>();
    private long lockSeq = UNKNOWN;
    private long newsNanos;

    /** The event that brought it to its number; null after a snapshot. */
    private @Nullable Event last;

    /** Two different events came with one number: Redis has lost some of what it counted. */
    private boolean isInDoubt;

    /** The number that a snapshot has at least which is asked for now, unless Redis has lost some of what it counted. */
    private long leastOfSnapshot = UNKNOWN;

    private record Cell(String document, String field) {
        static Cell of(Lock lock) {
            return new Cell(lock.document(), lock.field());
        }
    }

    /**
     * What listeners have to be told to have the standing locks again.
     *
     * @param isStartingOver whether it counts though its number is not higher than what they have
     * @param ended the locks that they may still show and that stand no longer
     */
    record Correction(LockSnapshot locks, boolean isStartingOver, List<Lock> ended) {
        Correction {
            ended = List.copyOf(ended);
        }
    }

    LockFeed(long nowNanos) {
        this.newsNanos = nowNanos;
    }

    long lockSeq() {
        return lockSeq;
    }

    boolean isKnown() {
        return lockSeq != UNKNOWN;
    }

    /** The locks that stand as far as it is known; empty before the first snapshot. */
    Optional<LockSnapshot> known(String space) {
        return isKnown()
                ? Optional.of(new LockSnapshot(space, List.copyOf(standing.values()), lockSeq))
                : Optional.empty();
    }

    /** Whether a change is likely, or would be missed by somebody: it is looked after more often then. */
    boolean isHot(long nowNanos) {
        return isMissing() || !standing.isEmpty() || nowNanos - newsNanos < WARM_NANOS;
    }

    /** Whether a snapshot has to be read: nothing is known yet, or what is known is not all. */
    boolean isMissing() {
        return !isKnown() || isInDoubt || !early.isEmpty();
    }

    // Events

    /** The events that can go out now, in order: none for a repeated one or while one before it is missing. */
    List<Event> accept(Event.Locked event, long nowNanos) {
        return accept(event.lockSeq(), event, nowNanos);
    }

    /** The same for a lock that ended. */
    List<Event> accept(Event.Unlocked event, long nowNanos) {
        return accept(event.lockSeq(), event, nowNanos);
    }

    private List<Event> accept(long number, Event event, long nowNanos) {
        newsNanos = nowNanos;
        if (isKnown() && number <= lockSeq) {
            isInDoubt |= number == lockSeq && last != null && !last.equals(event);
        } else if (early.size() < MAX_EARLY) {
            early.put(number, event);
        }
        return takeReady();
    }

    /** The events that have waited for what is known now. */
    List<Event> takeReady() {
        var ready = new ArrayList<Event>(1);
        while (isKnown() && !early.isEmpty() && early.firstKey() == lockSeq + 1) {
            var next = early.pollFirstEntry().getValue();
            lockSeq++;
            last = next;
            apply(next);
            ready.add(next);
        }
        return ready;
    }

    private void apply(Event event) {
        if (event instanceof Event.Locked locked) {
            standing.put(
                    new Cell(locked.document(), locked.field()),
                    new Lock(
                            locked.space(),
                            locked.document(),
                            locked.field(),
                            locked.user(),
                            locked.displayName(),
                            locked.fence(),
                            locked.expiresAt(),
                            locked.session(),
                            locked.releaseOnDisconnect()));
        } else if (event instanceof Event.Unlocked unlocked) {
            standing.remove(new Cell(unlocked.document(), unlocked.field()));
        }
    }

    // Snapshots

    /** A snapshot is asked for: it will hold all that was counted before this. */
    void reading() {
        leastOfSnapshot = early.isEmpty() ? lockSeq : Math.max(lockSeq, early.lastKey());
    }

    /** The snapshot that was asked for has come; empty when it says nothing that listeners do not have. */
    Optional<Correction> read(LockSnapshot snapshot, long nowNanos) {
        var isLost = snapshot.lockSeq() < leastOfSnapshot;
        var isOther = isInDoubt && snapshot.lockSeq() == lockSeq;
        isInDoubt = false;
        if (!isLost && !isOther && snapshot.lockSeq() <= lockSeq) {
            return Optional.empty();
        }
        newsNanos = nowNanos;
        var ended = replaceStanding(snapshot.locks());
        // What came before it was asked for is in it, or of a life of Redis that is over.
        early.headMap(Math.max(snapshot.lockSeq(), leastOfSnapshot), true).clear();
        lockSeq = snapshot.lockSeq();
        last = null;
        return Optional.of(new Correction(snapshot, isLost || isOther, ended));
    }

    private List<Lock> replaceStanding(List<Lock> locks) {
        var before = new LinkedHashMap<>(standing);
        standing.clear();
        locks.forEach(lock -> standing.put(Cell.of(lock), lock));
        before.keySet().removeAll(standing.keySet());
        return List.copyOf(before.values());
    }

    // Heads

    /** What the space's counter says. */
    enum Verdict {
        /** Nothing is missing. */
        COMPLETE,
        /** More has happened; the events may still be on their way. */
        AHEAD,
        /** A snapshot has to be read. */
        MISSING
    }

    /** @param lockSeqWhenAsked what was known here when the counter was asked for, so that an answer may be late */
    Verdict judge(long head, long lockSeqWhenAsked) {
        if (isMissing() || head < lockSeqWhenAsked) {
            return Verdict.MISSING;
        }
        return isBehind(head) ? Verdict.AHEAD : Verdict.COMPLETE;
    }

    boolean isBehind(long head) {
        return lockSeq < head;
    }
}
