package io.lockstep.gateway.wire.rest;

import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Transport;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import java.util.ArrayList;

/**
 * A session that follows some topics over HTTP, and where its client stands in them. Single-threaded: the request's event
 * loop.
 */
final class Follower implements Transport {
    private final Edge edge;
    private final EventQuery query;
    private final Reader reader;
    private final Positions positions;
    private final Session session;

    /** The response that the events go to. */
    interface Reader {
        /**
         * An event is written.
         *
         * @param position of the client, after it
         * @param isKnown whether it is the snapshot that a session begins with, and the client knows these locks already
         */
        void told(EventFrame event, Positions position, boolean isKnown);

        boolean isWritable();

        /** Calls the handler each time that it can be written again. */
        void onDrain(Runnable handler);

        void close(CloseCause cause);
    }

    Follower(Edge edge, Call call, EventQuery query, EventFrames frames, Reader reader) {
        this.edge = edge;
        this.query = query;
        this.reader = reader;
        this.positions = new Positions(query.topics(), query.cursor());
        this.session = edge.hub().open(call.identity(), frames, this);
    }

    /** Ends when it listens to all of them; fails as {@link io.lockstep.gateway.fanout.Hub#listen} does for any. */
    Future<Void> listen() {
        var listening = new ArrayList<Future<Void>>();
        for (var topic : query.topics()) {
            listening.add(edge.hub().listen(session, topic, positions.cursor(topic), query.selector()));
        }
        return Future.all(listening).<Void>mapEmpty().onFailure(refused -> close());
    }

    Positions positions() {
        return positions;
    }

    /** The client has left, or has all he wanted. */
    void close() {
        edge.hub().closed(session);
    }

    @Override
    public void write(Frame frame) {
        if (frame instanceof EventFrame event) {
            var isKnown = event.is("snapshot") && positions.knowsLocks(event.topic(), event.lockSeq());
            positions.advance(event);
            reader.told(event, positions, isKnown);
        }
    }

    @Override
    public boolean isWritable() {
        return reader.isWritable();
    }

    @Override
    public void onDrain(Runnable handler) {
        reader.onDrain(handler);
    }

    @Override
    public void close(CloseCause cause) {
        reader.close(cause);
    }
}
