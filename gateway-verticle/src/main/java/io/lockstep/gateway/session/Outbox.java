package io.lockstep.gateway.session;

import io.lockstep.gateway.GatewayConfig;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of messages that wait for one socket to become writable. HOT: while the socket keeps up it is empty, and
 * a frame goes straight through.
 *
 * <p>When more wait than {@code mergeAboveFrames}, changes of the same document become one ({@link Merging}); again
 * when twice as many wait as the last merging left, or half of the room is taken that it left, so that merging costs little
 * however slow the client is. What
 * does not fit even so is refused, and the session then drops what waits and tells the client to resync. A message always
 * fits when none waits. Single-threaded: the socket's event loop.
 */
public final class Outbox {
    private final Transport transport;
    private final Encoder encoder;
    private final GatewayConfig.Sockets limits;
    private final LongSupplier nanoTime;
    private final IntConsumer onMerged;
    private ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);
    private int waitingFrames;
    private int waitingBytes;
    private int mergeAbove;
    private boolean isBehind;
    private long behindSinceNanos;

    /** @param onMerged told how many changes a merging has saved */
    Outbox(
            Transport transport,
            Encoder encoder,
            GatewayConfig.Sockets limits,
            LongSupplier nanoTime,
            IntConsumer onMerged) {
        this.transport = transport;
        this.encoder = encoder;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.onMerged = onMerged;
        this.mergeAbove = limits.mergeAboveFrames();
        transport.onDrain(this::drain);
    }

    /**
     * Writes or queues what a wire says of a signal; false when it does not fit.
     *
     * @param signal null for an answer, which is nothing that could be merged
     */
    boolean offer(@Nullable String topic, @Nullable Signal signal, List<Frame> frames) {
        var written = waiting.isEmpty() ? writeThrough(frames) : 0;
        return written == frames.size() || queue(new Waiting(topic, signal, frames.subList(written, frames.size())));
    }

    private int writeThrough(List<Frame> frames) {
        int written = 0;
        while (written < frames.size() && transport.isWritable()) {
            transport.write(frames.get(written++));
            isBehind = false;
        }
        return written;
    }

    private boolean queue(Waiting last) {
        if (!isBehind) {
            isBehind = true;
            behindSinceNanos = nanoTime.getAsLong();
        }
        if (!waiting.isEmpty()
                && (waitingFrames + last.frames().size() > limits.outboxMaxFrames()
                        || waitingBytes + last.bytes() > limits.outboxMaxBytes())) {
            return false;
        }
        add(last);
        if (waitingFrames > mergeAbove) {
            merge();
        }
        return true;
    }

    private void add(Waiting last) {
        waiting.add(last);
        waitingFrames += last.frames().size();
        waitingBytes += last.bytes();
    }

    private void merge() {
        var before = waiting.size();
        var merged = new Merging(encoder).merge(waiting);
        clear();
        merged.forEach(this::add);
        var halfWay = (waitingFrames + limits.outboxMaxFrames()) / 2;
        mergeAbove = Math.max(limits.mergeAboveFrames(), Math.min(2 * waitingFrames, halfWay));
        onMerged.accept(before - waiting.size());
    }

    /**
     * Forgets the events that wait, but neither answers nor that a listener's rights have ended: nothing else would tell the
     * client. Since when the socket has taken nothing is kept.
     */
    void dropEvents() {
        var kept = waiting.stream().filter(Waiting::isKept).toList();
        drop();
        kept.forEach(this::add);
    }

    /** Forgets what waits. */
    void drop() {
        clear();
        mergeAbove = limits.mergeAboveFrames();
    }

    private void clear() {
        // Not cleared in place: the table of a long queue would stay with its socket.
        waiting = new ArrayDeque<>(0);
        waitingFrames = 0;
        waitingBytes = 0;
    }

    int waitingFrames() {
        return waitingFrames;
    }

    /** For how long the socket has taken nothing that there was for it; 0 when it keeps up. */
    long stuckNanos() {
        return isBehind ? nanoTime.getAsLong() - behindSinceNanos : 0;
    }

    private void drain() {
        while (!waiting.isEmpty() && transport.isWritable()) {
            var next = waiting.remove();
            var written = writeThrough(next.frames());
            waitingFrames -= next.frames().size();
            waitingBytes -= next.bytes();
            behindSinceNanos = nanoTime.getAsLong();
            isBehind = true;
            if (written < next.frames().size()) {
                putBack(next.after(written));
            }
        }
        if (waiting.isEmpty()) {
            isBehind = false;
            mergeAbove = limits.mergeAboveFrames();
        }
    }

    private void putBack(Waiting rest) {
        waiting.addFirst(rest);
        waitingFrames += rest.frames().size();
        waitingBytes += rest.bytes();
    }
}
