package io.lockstep.gateway.session;

import io.lockstep.gateway.GatewayConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
    private final Owner owner;
    private Set<String> names = Set.of();
    private boolean isClosed;
    private boolean isOverflowing;

    /** Who keeps the session, and is told what becomes of it. */
    public interface Owner {
        /**
         * What waited did not fit and was dropped: the owner now tells the client, through {@link #send(String, Signal)}, to resync.
         */
        void overflowed(Session session);

        /** Changes that waited became one with others; {@code count} messages fewer wait. */
        void merged(int count);

        /** The session is closed from our side. */
        void closing(CloseCause cause);
    }

    public Session(
            String id,
            Identity identity,
            Encoder encoder,
            Transport transport,
            GatewayConfig.Sockets limits,
            LongSupplier nanoTime,
            Owner owner) {
        this.id = id;
        this.identity = identity;
        this.encoder = encoder;
        this.transport = transport;
        this.owner = owner;
        this.outbox = new Outbox(transport, encoder, limits, nanoTime, owner::merged);
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

    /** Writes an answer, or queues it; nothing happens on a closed session. */
    public void send(Frame frame) {
        send(null, null, List.of(frame));
    }

    /** Writes what the session's wire says of a signal, or queues it; nothing happens on a closed session. */
    public void send(String topic, Signal signal) {
        send(topic, signal, encoder.encode(topic, signal));
    }

    /** As {@link #send(String, Signal)}, with the frames that the encoder makes of it. */
    public void send(@Nullable String topic, @Nullable Signal signal, List<Frame> frames) {
        if (isClosed || outbox.offer(topic, signal, frames)) {
            return;
        }
        outbox.dropEvents();
        if (isOverflowing || (Waiting.isKept(signal) && !outbox.offer(topic, signal, frames))) {
            close(CloseCause.SLOW_CLIENT);
            return;
        }
        isOverflowing = true;
        owner.overflowed(this);
        isOverflowing = false;
    }

    /** Ends the session from our side. */
    public void close(CloseCause cause) {
        if (!isClosed) {
            isClosed = true;
            outbox.drop();
            owner.closing(cause);
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
