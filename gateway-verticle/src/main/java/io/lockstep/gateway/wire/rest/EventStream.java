package io.lockstep.gateway.wire.rest;

import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.ResponseTransport;
import io.vertx.core.Future;

/**
 * A client that follows topics by server-sent events, until he leaves. The id of an event is his position in all of the
 * topics, with which a browser comes back by itself. What happens before the head is sent waits in his session.
 * Single-threaded: the response's event loop.
 */
final class EventStream implements Follower.Reader {
    private static final String CONTENT_TYPE = "text/event-stream";
    private static final String HEARTBEAT = ":\n\n";
    private static final long NO_TIMER = -1;

    private final Edge edge;
    private final EventQuery query;
    private final ResponseTransport response;
    private final Follower follower;
    private long heartbeat = NO_TIMER;
    private Runnable onDrain = () -> {};
    private int revoked;
    private boolean isOpen;
    private boolean hasEnded;

    private EventStream(Edge edge, Call call, EventQuery query) {
        this.edge = edge;
        this.query = query;
        this.response = new ResponseTransport(call.ctx().request());
        this.follower = new Follower(edge, call, query, EventFrames.STREAM, this);
        call.ctx().response().closeHandler(left -> ended());
        call.ctx().response().endHandler(ended -> ended());
    }

    /** The head is sent when the client listens to all topics: until then the request fails as any other. */
    static Future<Answer> begin(Edge edge, Call call, EventQuery query) {
        var stream = new EventStream(edge, call, query);
        return stream.follower.listen().map(listening -> Answer.stream(CONTENT_TYPE, stream::open));
    }

    private void open() {
        if (hasEnded) {
            return;
        }
        isOpen = true;
        heartbeat = edge.vertx().setPeriodic(query.heartbeat().toMillis(), beat -> beat());
        // Sends the head, so that the client knows that he is heard.
        response.write(HEARTBEAT);
        response.onDrain(onDrain);
        onDrain.run();
    }

    private void beat() {
        if (response.isWritable()) {
            response.write(HEARTBEAT);
        }
    }

    private void ended() {
        hasEnded = true;
        edge.vertx().cancelTimer(heartbeat);
        follower.close();
    }

    @Override
    public void told(EventFrame event, Positions position, boolean isKnown) {
        response.write("event: " + event.type() + "\nid: " + position.text() + "\ndata: " + event.text() + "\n\n");
        if (event.is("revoked") && ++revoked == query.topics().size()) {
            close(CloseCause.SHUTDOWN);
        }
    }

    @Override
    public boolean isWritable() {
        return isOpen && response.isWritable();
    }

    @Override
    public void onDrain(Runnable handler) {
        onDrain = handler;
    }

    @Override
    public void close(CloseCause cause) {
        response.close(cause);
    }
}
