package io.lockstep.gateway.wire.rest;

import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;

/** The feed of a space's changes, in the four ways in which it is given. */
final class FeedRoutes {
    private final Edge edge;

    FeedRoutes(Edge edge) {
        this.edge = edge;
    }

    Future<Answer> changes(Call call) {
        var query = FeedQuery.of(call);
        return switch (query.feed()) {
            case NORMAL ->
                edge.metadata()
                        .changes(query.after(query.since()))
                        .map(changes -> Answer.ok(RestJson.changes(changes)));
            case LONGPOLL -> LongPoll.changes(edge, call, query).map(changes -> Answer.ok(RestJson.changes(changes)));
            case CONTINUOUS -> FeedStream.begin(edge, call, query, FeedFrames.LINES);
            case EVENTSOURCE -> FeedStream.begin(edge, call, query, FeedFrames.EVENTS);
        };
    }
}
