package io.lockstep.gateway.session;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Verb;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes one of the changes of a document that wait for the same socket: the latest value of each field, and nothing that was
 * not written. Of several presences of a space only the last is kept.
 *
 * <p>A merged change stands where the last of its changes stood, so a change of another document that came between them
 * goes out before it. Until the merged one has gone out too, the cursor that a client is given stays before the first
 * change of it: who goes on from any cursor misses nothing. Nothing moves past a resync, a snapshot or the end of a
 * listener's rights.
 */
final class Merging {
    private final Encoder encoder;

    /** By topic and document, or topic alone, where the last one stands to which a later one may be added. */
    private final Map<Key, Integer> open = new HashMap<>();

    private record Key(String topic, @Nullable String document) {}

    Merging(Encoder encoder) {
        this.encoder = encoder;
    }

    /** The same in fewer messages, in order. */
    List<Waiting> merge(Collection<Waiting> waiting) {
        var merged = new ArrayList<@Nullable Waiting>(waiting.size());
        for (var next : waiting) {
            var topic = next.topic();
            var signal = next.signal();
            if (topic == null || signal == null) {
                merged.add(next);
            } else if (change(signal) != null) {
                merged.add(change(merged, topic, next));
            } else if (signal instanceof Signal.Presence) {
                take(merged, new Key(topic, null));
                merged.add(next);
                open.put(new Key(topic, null), merged.size() - 1);
            } else {
                if (isBarrier(signal)) {
                    open.clear();
                }
                merged.add(next);
            }
        }
        return withSafeCursors(merged);
    }

    private Waiting change(List<@Nullable Waiting> merged, String topic, Waiting next) {
        var later = Objects.requireNonNull(change(next.signal()));
        var key = new Key(topic, later.document());
        var earlier = take(merged, key);
        open.put(key, merged.size());
        if (earlier == null) {
            return next;
        }
        var both = both(Objects.requireNonNull(change(earlier.signal())), later);
        var signal = new Signal.Merged(both, changes(earlier.signal()) + changes(next.signal()));
        return waiting(topic, signal, earlier.first());
    }

    @CanIgnoreReturnValue
    private @Nullable Waiting take(List<@Nullable Waiting> merged, Key key) {
        var index = open.remove(key);
        return index == null ? null : merged.set(index, null);
    }

    private Waiting waiting(String topic, Signal signal, long first) {
        var frames = encoder.encode(topic, signal);
        var sized = new Waiting(topic, signal, frames);
        return new Waiting(topic, signal, frames, sized.bytes(), first);
    }

    /** What two changes of a document, one after the other, come to. */
    private static Event.Changed both(Event.Changed earlier, Event.Changed later) {
        if (later.verb() != Verb.UPDATED) {
            return later;
        }
        var old = earlier.patch();
        var added = later.patch();
        if (old == null || added == null || earlier.verb() == Verb.LEFT) {
            return over(earlier, later.withPatch(earlier.verb() == Verb.CREATED ? Verb.CREATED : Verb.UPDATED, null));
        }
        return over(earlier, later.withPatch(earlier.verb(), old.copy().mergeIn(added)));
    }

    /** What was before both of them: the older value of each field. */
    private static Event.Changed over(Event.Changed earlier, Event.Changed both) {
        var before = both.before();
        var older = earlier.before();
        if (older == null || before == null) {
            return both.with(null, both.current());
        }
        var oldest = before.copy();
        var changed = earlier.patch();
        if (changed != null) {
            changed.fieldNames().forEach(oldest::remove);
        }
        return both.with(oldest.mergeIn(older), both.current());
    }

    private List<Waiting> withSafeCursors(List<@Nullable Waiting> merged) {
        var safe = new ArrayList<Waiting>(merged.size());
        var firstToCome = new HashMap<String, Long>();
        for (int i = merged.size() - 1; i >= 0; i--) {
            var next = merged.get(i);
            if (next != null) {
                safe.add(withSafeCursor(next, firstToCome));
            }
        }
        Collections.reverse(safe);
        return safe;
    }

    /** Only changes of one epoch are seen here: a resync stands between two. */
    private Waiting withSafeCursor(Waiting next, Map<String, Long> firstToCome) {
        var topic = next.topic();
        var change = change(next.signal());
        if (topic == null) {
            return next;
        }
        if (change == null) {
            if (isBarrier(next.signal())) {
                firstToCome.remove(topic);
            }
            return next;
        }
        var seen = Math.min(change.seq(), firstToCome.getOrDefault(topic, Long.MAX_VALUE) - 1);
        firstToCome.merge(topic, next.first(), Math::min);
        var cursor = new Cursor(Cursor.parse(change.cursor()).epoch(), seen).encode();
        return cursor.equals(change.cursor())
                ? next
                : waiting(topic, Signal.Merged.of(change.withCursor(cursor), changes(next.signal())), next.first());
    }

    private static boolean isBarrier(@Nullable Signal signal) {
        return signal instanceof Signal.Resync || signal instanceof Signal.Snapshot || signal instanceof Signal.Revoked;
    }

    private static Event.@Nullable Changed change(@Nullable Signal signal) {
        if (signal instanceof Signal.Merged merged) {
            return merged.change();
        }
        return signal instanceof Signal.Happened happened && happened.event() instanceof Event.Changed changed
                ? changed
                : null;
    }

    private static int changes(@Nullable Signal signal) {
        return signal instanceof Signal.Merged merged ? merged.changes() : 1;
    }
}
