package io.lockstep.gateway.session;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One connected client: who he is, how his wire speaks, and what waits to be written to him. Knows no wire and no topic.
 *
 * <p>Single-threaded: a session lives on one event loop and dies there.
 */
public final class Session {
    private final String id;
    private final Identity identity;
    private final Encoder encoder;
    private final Transport transport;
    private final Outbox outbox;
    private final Runnable onOverflow;
    private Set<String> names = Set.of();
    private boolean isClosed;
    private boolean isOverflowing;

    /**
     * @param onOverflow called after the session dropped what waited because it did not fit: the owner then tells the
     *     client, through {@link #send(List)}, to resync
     */
    public Session(
            String id,
            Identity identity,
            Encoder encoder,
            Transport transport,
            Outbox.Limits limits,
            LongSupplier nanoTime,
            Consumer<Session> onOverflow) {
        this.id = id;
        this.identity = identity;
        this.encoder = encoder;
        this.transport = transport;
        this.outbox = new Outbox(transport, limits, nanoTime);
        this.onOverflow = () -> onOverflow.accept(this);
    }

    public String id() {
        return id;
    }

    /** The client calls itself so. */
    public void takeName(String name) {
        if (names.isEmpty()) {
            names = new HashSet<>(1);
        }
        names.add(name);
    }

    /** How the client calls itself; unlike the id, a name is there again when the client comes back. */
    public Set<String> names() {
        return names;
    }

    public Identity identity() {
        return identity;
    }

    public Encoder encoder() {
        return encoder;
    }

    public boolean isClosed() {
        return isClosed;
    }

    /** Writes the frames in order, or queues them; nothing happens on a closed session. */
    public void send(List<Frame> frames) {
        for (var frame : frames) {
            send(frame);
        }
    }

    public void send(Frame frame) {
        if (isClosed || outbox.offer(frame)) {
            return;
        }
        outbox.drop();
        if (isOverflowing) {
            close(CloseCause.SLOW_CLIENT);
            return;
        }
        isOverflowing = true;
        onOverflow.run();
        isOverflowing = false;
    }

    /** Ends the session from our side. */
    public void close(CloseCause cause) {
        if (!isClosed) {
            isClosed = true;
            outbox.drop();
            transport.close(cause);
        }
    }

    /** The socket has gone. */
    public void closed() {
        isClosed = true;
        outbox.drop();
    }

    /** For how long frames have waited without one being written. */
    public long stuckNanos() {
        return outbox.stuckNanos();
    }
}
