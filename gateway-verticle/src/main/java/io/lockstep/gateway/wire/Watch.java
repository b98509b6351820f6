package io.lockstep.gateway.wire;

import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.gateway.fanout.Hub;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.session.Transport;
import io.vertx.core.Future;
import java.util.List;

/**
 * A session that is told nothing but that it is time to read a space's feed again. Whoever waits for a change waits for
 * it here, and asks no store meanwhile. Single-threaded: the event loop of its hub.
 */
public final class Watch {
    private static final List<Frame> RING = List.of(new Frame("news"));

    private final Hub hub;
    private final Session session;

    private Watch(Hub hub, Session session) {
        this.hub = hub;
        this.session = session;
    }

    /** {@code onNews} is told of news, {@code onEnd} that the server stops. */
    public static Watch open(Hub hub, Identity identity, Runnable onNews, Runnable onEnd) {
        return new Watch(hub, hub.open(identity, Ring.NEWS, new Bell(onNews, onEnd)));
    }

    /** From when on the Future has succeeded, what comes after the cursor is news; fails as {@link Hub#listen} does. */
    public Future<Void> listen(String space, String cursor) {
        return hub.listen(session, Topic.space(space), cursor);
    }

    public void close() {
        hub.closed(session);
    }

    /** Who may read the space no longer finds that out when he reads it. */
    private static boolean isNews(Signal signal) {
        return signal instanceof Signal.Resync
                || signal instanceof Signal.Revoked
                || signal instanceof Signal.Merged
                || (signal instanceof Signal.Happened happened && happened.event() instanceof Event.Changed);
    }

    private enum Ring implements Encoder {
        NEWS;

        @Override
        public List<Frame> encode(String topic, Signal signal) {
            return isNews(signal) ? RING : List.of();
        }

        @Override
        public boolean isShown() {
            return false;
        }
    }

    /** Nothing is written, so it can always be rung. */
    private record Bell(Runnable onNews, Runnable onEnd) implements Transport {
        @Override
        public void write(Frame frame) {
            onNews.run();
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void onDrain(Runnable handler) {}

        @Override
        public void close(CloseCause cause) {
            onEnd.run();
        }
    }
}
