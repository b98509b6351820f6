package io.lockstep.gateway.session;

import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * The bounded queue of frames that wait for one socket to become writable. While the socket keeps up it is empty and a
 * frame goes straight through.
 *
 * <p>Bounded in frames and bytes: a frame that does not fit is refused, and the session then drops what waits and tells
 * the client to resync. Single-threaded: the socket's event loop.
 */
public final class Outbox {
    private final Transport transport;
    private final Limits limits;
    private final LongSupplier nanoTime;
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>(0);
    private int waitingBytes;
    private long fullSinceNanos;

    /** How much may wait for one socket. */
    public record Limits(int maxFrames, int maxBytes) {}

    Outbox(Transport transport, Limits limits, LongSupplier nanoTime) {
        this.transport = transport;
        this.limits = limits;
        this.nanoTime = nanoTime;
        transport.onDrain(this::drain);
    }

    /** Writes or queues the frame; false when it does not fit, and nothing has changed then. */
    boolean offer(Frame frame) {
        if (waiting.isEmpty() && transport.isWritable()) {
            transport.write(frame);
            return true;
        }
        if (waiting.size() >= limits.maxFrames() || waitingBytes + frame.bytes() > limits.maxBytes()) {
            return false;
        }
        if (waiting.isEmpty()) {
            fullSinceNanos = nanoTime.getAsLong();
        }
        waiting.add(frame);
        waitingBytes += frame.bytes();
        return true;
    }

    /** Forgets what waits; how long the socket has not drained is kept. */
    void drop() {
        waiting.clear();
        waitingBytes = 0;
    }

    int waitingFrames() {
        return waiting.size();
    }

    /** For how long frames have waited without one being written; 0 when none waits. */
    long stuckNanos() {
        return waiting.isEmpty() ? 0 : nanoTime.getAsLong() - fullSinceNanos;
    }

    private void drain() {
        while (!waiting.isEmpty() && transport.isWritable()) {
            var frame = waiting.remove();
            waitingBytes -= frame.bytes();
            transport.write(frame);
            fullSinceNanos = nanoTime.getAsLong();
        }
    }
}
