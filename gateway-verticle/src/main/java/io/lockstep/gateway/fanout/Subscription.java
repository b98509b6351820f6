package io.lockstep.gateway.fanout;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.event.Event;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One session's interest in one topic, and how far it has got.
 *
 * <p>While its gate is shut (the session is catching up, or its access is being asked again) deliveries are held, at most
 * {@value #MAX_HELD}; when it opens they follow in order. What the session has had already, by replay or snapshot, is
 * skipped by its number, so nothing comes twice. Single-threaded: the session's event loop.
 */
final class Subscription {
    private static final int MAX_HELD = 10_000;
    private static final long NO_LOCKS = -1;

    private final Session session;
    private final String topic;
    private final String list;
    private final @Nullable String space;
    private final @Nullable Wanted wanted;
    private List<Delivery> held = List.of();
    private boolean isOpen;
    private boolean isLive;
    private boolean hasBegun;
    private boolean isWatching;
    private boolean isAccessInDoubt;
    private boolean isEnded;
    private long accessVersion;
    private int asked;

    /** How far what was dropped went, when too much came while the gate was shut; else null. */
    private @Nullable Cursor dropped;

    private long epoch;
    private long seq;
    private long lockSeq;

    /** The position in the topic's list; kept by {@link Subscriptions} alone. */
    int index = -1;

    /** @param wanted null for all that happens, as it is told */
    Subscription(Session session, String topic, @Nullable String space, @Nullable Wanted wanted) {
        this.session = session;
        this.topic = topic;
        this.space = space;
        this.wanted = wanted;
        this.list = wanted == null ? topic : topic + "?" + wanted.key();
    }

    Session session() {
        return session;
    }

    String topic() {
        return topic;
    }

    /** The space whose access decides; null for a user's own topic. */
    @Nullable
    String space() {
        return space;
    }

    /** What its client wants of the changes; null for all, as they are told. */
    @Nullable
    Wanted wanted() {
        return wanted;
    }

    /** What those have in common who get the same: the topic, or a selection of it. */
    String list() {
        return list;
    }

    boolean isEnded() {
        return isEnded;
    }

    void end() {
        isEnded = true;
        held = List.of();
    }

    long seq() {
        return seq;
    }

    long epoch() {
        return epoch;
    }

    /** Everything up to this position of the feed has been given to the session. */
    void advanceTo(long epoch, long seq) {
        hasBegun = true;
        this.epoch = epoch;
        this.seq = seq;
    }

    /** Whether it has a position: from then on what is not given to the session is missing to it. */
    boolean hasBegun() {
        return hasBegun;
    }

    /** A snapshot of the locks up to this number has been given to the session. */
    void advanceLocksTo(long lockSeq) {
        this.lockSeq = lockSeq;
    }

    /** The session has lost what it was told of locks: any snapshot is news to it. */
    void forgetLocks() {
        lockSeq = NO_LOCKS;
    }

    /** Whether it has been open once: snapshot and replay have gone out. */
    boolean isLive() {
        return isLive;
    }

    /** Whether the node watches the topic for it, and has to be told when it ends. */
    boolean isWatching() {
        return isWatching;
    }

    void watching(boolean isWatching) {
        this.isWatching = isWatching;
    }

    /** Whether it must be asked again before the session is given what was decided on by this version of the members. */
    boolean isAccessInDoubt(long version) {
        return isAccessInDoubt || version > accessVersion;
    }

    /** Somebody's access changed while it was not live yet. */
    void accessInDoubt() {
        isAccessInDoubt = true;
    }

    /** It is asked whether the session's user may still listen; until the answer nothing is given to him. */
    void asking() {
        isOpen = false;
        asked++;
    }

    /** One question has been answered; false while a later one has not. */
    boolean answered() {
        asked--;
        return asked == 0;
    }

    /** The session's user may listen, by this version of the members. */
    void granted(long version) {
        isAccessInDoubt = false;
        accessVersion = version;
    }

    /** For a topic that has nothing to catch up on. */
    void openAtOnce() {
        isOpen = true;
        isLive = true;
    }

    /** Gives what was held, in order; false when too much came while the gate was shut, and the session must resync. */
    boolean open() {
        openAtOnce();
        var deliveries = held;
        held = List.of();
        deliveries.forEach(this::accept);
        if (dropped == null) {
            return true;
        }
        if (dropped.epoch() != epoch || dropped.seq() > seq) {
            advanceTo(dropped.epoch(), dropped.seq());
        }
        dropped = null;
        return false;
    }

    @CanIgnoreReturnValue
    boolean accept(Delivery delivery) {
        return accept(delivery, delivery.frames(session.encoder(), topic));
    }

    /** Gives the frames of a delivery to the session, now (then true) or when the gate opens. */
    @CanIgnoreReturnValue
    boolean accept(Delivery delivery, List<Frame> frames) {
        if (isEnded) {
            return false;
        }
        if (isOpen) {
            var isNews = isNews(delivery.signal());
            if (isNews) {
                session.send(topic, delivery.signal(), frames);
            }
            return isNews;
        }
        hold(delivery);
        return false;
    }

    private void hold(Delivery delivery) {
        if (dropped == null && held.size() < MAX_HELD) {
            if (held.isEmpty()) {
                held = new ArrayList<>(1);
            }
            held.add(delivery);
            return;
        }
        held.forEach(this::drop);
        held = List.of();
        drop(delivery);
    }

    private void drop(Delivery delivery) {
        var signal = delivery.signal();
        if (signal instanceof Signal.Happened happened && happened.event() instanceof Event.Changed changed) {
            dropped = Cursor.parse(changed.cursor());
        } else if (signal instanceof Signal.Resync resync) {
            dropped = Cursor.parse(resync.cursor());
        } else if (dropped == null) {
            dropped = new Cursor(epoch, seq);
        }
    }

    private boolean isNews(Signal signal) {
        if (signal instanceof Signal.Happened happened) {
            var event = happened.event();
            if (event instanceof Event.Changed changed) {
                return isNewChange(changed.seq());
            }
            if (event instanceof Event.Locked locked) {
                return isNewLock(locked.lockSeq());
            }
            if (event instanceof Event.Unlocked unlocked) {
                return isNewLock(unlocked.lockSeq());
            }
            return true;
        }
        if (signal instanceof Signal.Snapshot snapshot) {
            if (snapshot.isStartingOver()) {
                forgetLocks();
            }
            // The same number means the same locks: a space's snapshot and a session's own may be one.
            return isNewLock(snapshot.locks().lockSeq());
        }
        if (signal instanceof Signal.Resync resync) {
            var cursor = Cursor.parse(resync.cursor());
            if (resync.reason() == Signal.Resync.Reason.IMPORT && cursor.epoch() == epoch && cursor.seq() <= seq) {
                // It came to know of these changes by itself, when it began to listen.
                return false;
            }
            advanceTo(cursor.epoch(), cursor.seq());
        }
        return true;
    }

    private boolean isNewChange(long number) {
        var isNew = number > seq;
        if (isNew) {
            seq = number;
        }
        return isNew;
    }

    private boolean isNewLock(long number) {
        var isNew = number > lockSeq;
        if (isNew) {
            lockSeq = number;
        }
        return isNew;
    }
}
