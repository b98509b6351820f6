package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Topic;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.ResponseTransport;
import io.lockstep.gateway.wire.Watch;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * A client that reads a space's feed without an end: first what there is, a page each time that he has read the one before,
 * then what happens, in order, without gap or repeat.
 *
 * <p>At the end of the feed he listens, from exactly where he stands, as a session as any other. With a selector only the
 * metadata service can say what a change is to him: then news makes this read the feed on from where he stands. Whoever
 * takes nothing for the slow client's time is cut off. Single-threaded: the response's event loop.
 */
final class FeedStream {
    private static final long RETRY_DELAY_MS = 1_000;
    private static final long NO_TIMER = -1;

    private final Edge edge;
    private final Identity identity;
    private final FeedQuery query;
    private final FeedFrames frames;
    private final HttpServerResponse response;
    private final ResponseTransport transport;
    private final long heartbeat;
    private @Nullable String cursor;
    private @Nullable Session session;
    private @Nullable Watch watch;
    private long slowTimer = NO_TIMER;
    private boolean isReading;
    private boolean hasNews;
    private boolean isListening;
    private boolean hasEnded;

    private FeedStream(Edge edge, Call call, FeedQuery query, FeedFrames frames) {
        this.edge = edge;
        this.identity = call.identity();
        this.query = query;
        this.frames = frames;
        this.response = call.ctx().response();
        this.transport = new ResponseTransport(call.ctx().request());
        this.heartbeat = edge.vertx().setPeriodic(query.heartbeat().toMillis(), beat -> beat());
    }

    /** The head is sent when the first page has been read: until then the request fails as any other. */
    static Future<Answer> begin(Edge edge, Call call, FeedQuery query, FeedFrames frames) {
        return edge.metadata()
                .changes(query.after(query.since()))
                .map(first -> Answer.stream(
                        frames.contentType(), () -> new FeedStream(edge, call, query, frames).open(first)));
    }

    private void open(Changes first) {
        response.closeHandler(left -> ended());
        response.endHandler(ended -> ended());
        // Sends the head, so that the client knows that he is heard.
        transport.write(frames.heartbeat());
        isReading = true;
        received(first);
    }

    private void beat() {
        if (transport.isWritable()) {
            transport.write(frames.heartbeat());
        }
    }

    // What there is

    private void read() {
        if (hasEnded) {
            return;
        }
        isReading = true;
        hasNews = false;
        edge.metadata().changes(query.after(cursor)).onSuccess(this::received).onFailure(this::failed);
    }

    private void received(Changes page) {
        page.changes().forEach(change -> transport.write(frames.changed(change)));
        cursor = page.cursor();
        if (!hasEnded && !transport.isWritable()) {
            slowTimer = edge.vertx()
                    .setTimer(
                            edge.config().sockets().slowClientTimeout().toMillis(),
                            slow -> transport.close(CloseCause.SLOW_CLIENT));
        }
        transport.whenWritable(() -> written(page));
    }

    private void written(Changes page) {
        edge.vertx().cancelTimer(slowTimer);
        isReading = false;
        if (hasEnded) {
            return;
        }
        if (page.pending() > 0 || hasNews) {
            read();
        } else if (!isListening) {
            listen(page.cursor());
        }
    }

    // What happens

    private void listen(String from) {
        isListening = true;
        (query.selector() == null ? listenDirectly(from) : watch(from)).onFailure(failure -> {
            isListening = false;
            failed(failure);
        });
    }

    private Future<Void> listenDirectly(String from) {
        var opened = session == null ? edge.hub().open(identity, frames, transport) : session;
        session = opened;
        return edge.hub().listen(opened, Topic.space(query.space()), from);
    }

    private Future<Void> watch(String from) {
        var opened = watch == null
                ? Watch.open(edge.hub(), identity, this::news, () -> transport.close(CloseCause.SHUTDOWN))
                : watch;
        watch = opened;
        return opened.listen(query.space(), from);
    }

    private void news() {
        hasNews = true;
        if (!isReading) {
            read();
        }
    }

    // What goes wrong, and the end

    private void failed(Throwable failure) {
        if (hasEnded) {
            return;
        }
        var known = Requests.failure(failure);
        switch (known.code()) {
            case UNAVAILABLE, RATE_LIMITED -> edge.vertx().setTimer(RETRY_DELAY_MS, again -> read());
            case CURSOR_GONE -> resync(known.details().getString("cursor"));
            case FORBIDDEN, NOT_FOUND -> frames.revoked(query.space()).forEach(transport::write);
            default -> transport.close(CloseCause.SHUTDOWN);
        }
    }

    /** The feed was cut off behind the client while he read: what is gone he has to load anew. */
    private void resync(String from) {
        cursor = from;
        transport.write(frames.resync(new Signal.Resync(query.space(), Signal.Resync.Reason.CURSOR_GONE, from)));
        read();
    }

    private void ended() {
        hasEnded = true;
        edge.vertx().cancelTimer(heartbeat);
        edge.vertx().cancelTimer(slowTimer);
        if (session != null) {
            edge.hub().closed(session);
        }
        if (watch != null) {
            watch.close();
        }
    }
}
