package io.lockstep.bench.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.bench.delivery.crowd.Crowd;
import io.lockstep.bench.delivery.crowd.Viewer;
import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** When events were shown to viewers, beside when they were committed and when their writers were answered. Confined to the event loop. */
final class Shown implements Crowd.Listener, Writer.Listener {
    private final int spaces;

    /** The wall clock less {@link System#nanoTime}. */
    private final long clockNanos = nanos(Instant.now()) - System.nanoTime();

    private final Map<Key, Event> events = new HashMap<>();
    private final Histogram fromCommit = new Histogram(3);
    private boolean isMeasuring;

    private record Key(int space, long seq) {}

    private static final class Event {
        private long committedNanos;
        private long lastNanos;
        private long answeredNanos;
        private long dueNanos;
    }

    /**
     * What came of it, in nanoseconds.
     *
     * @param fromCommit from the event's own time to each viewer
     * @param fromAnswer from the writer's answer to the last viewer; 0 when the viewers were first
     * @param fromWrite from when the write was due to the last viewer
     */
    record Latencies(Histogram fromCommit, Histogram fromAnswer, Histogram fromWrite) {}

    /** Viewers take turns on the spaces by their numbers. */
    Shown(int spaces) {
        this.spaces = spaces;
    }

    /** Forgets what was before. */
    void begin() {
        events.clear();
        fromCommit.reset();
        isMeasuring = true;
    }

    Latencies latencies() {
        var fromAnswer = new Histogram(3);
        var fromWrite = new Histogram(3);
        events.values().stream()
                .filter(event -> event.answeredNanos != 0 && event.lastNanos != 0)
                .forEach(event -> {
                    fromAnswer.recordValue(Math.max(0, event.lastNanos - event.answeredNanos));
                    fromWrite.recordValue(Math.max(0, event.lastNanos - event.dueNanos));
                });
        return new Latencies(fromCommit, fromAnswer, fromWrite);
    }

    @Override
    public void event(Viewer viewer, long seq, ByteBuf bytes, int index, int length) {
        if (!isMeasuring) {
            return;
        }
        var now = System.nanoTime();
        var event = of(viewer.number() % spaces, seq);
        if (event.committedNanos == 0) {
            event.committedNanos = committed(bytes.toString(index, length, UTF_8)) - clockNanos;
        }
        event.lastNanos = now;
        fromCommit.recordValue(Math.max(0, now - event.committedNanos));
    }

    @Override
    public void written(int space, long seq, long dueNanos) {
        if (isMeasuring) {
            var event = of(space, seq);
            event.answeredNanos = System.nanoTime();
            event.dueNanos = dueNanos;
        }
    }

    private Event of(int space, long seq) {
        return events.computeIfAbsent(new Key(space, seq), first -> new Event());
    }

    private static long committed(String text) {
        return nanos(Instant.parse(new JsonObject(text).getJsonObject("body").getString("at")));
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }
}
