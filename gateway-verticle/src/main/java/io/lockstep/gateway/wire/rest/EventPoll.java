package io.lockstep.gateway.wire.rest;

import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A request that waits for the first event of some topics: it answers as soon as there is one, with all that came together,
 * or with none when its time is over. What its client is told of locks already is no event, nor is who comes and goes.
 * Single-threaded: the request's event loop.
 */
final class EventPoll implements Follower.Reader {
    private static final int MAX_EVENTS = 1_000;

    private final Edge edge;
    private final Promise<Answer> answer = Promise.promise();
    private final JsonArray events = new JsonArray();
    private final Follower follower;
    private boolean isListening;
    private boolean isDue;

    private EventPoll(Edge edge, Call call, EventQuery query) {
        this.edge = edge;
        this.follower = new Follower(edge, call, query, EventFrames.POLL, this);
    }

    /** Fails when the client may not listen to one of the topics. */
    static Future<Answer> answer(Edge edge, Call call, EventQuery query) {
        return new EventPoll(edge, call, query).run(call, query);
    }

    private Future<Answer> run(Call call, EventQuery query) {
        var timer = edge.vertx().setTimer(query.timeout().toMillis(), timeout -> answer());
        call.ctx().response().closeHandler(left -> answer());
        follower.listen()
                .onSuccess(listening -> {
                    isListening = true;
                    answerSoon();
                })
                .onFailure(answer::tryFail);
        return answer.future().onComplete(done -> {
            edge.vertx().cancelTimer(timer);
            follower.close();
        });
    }

    /** After what else there is at this moment. */
    private void answerSoon() {
        if (isListening && !isDue && !events.isEmpty()) {
            isDue = true;
            edge.vertx().runOnContext(next -> answer());
        }
    }

    private void answer() {
        answer.tryComplete(Answer.ok(new JsonObject()
                .put("events", events)
                .put("cursor", follower.positions().text())));
    }

    @Override
    public void told(EventFrame event, Positions position, boolean isKnown) {
        if (!isKnown && !event.is("presence") && !answer.future().isComplete()) {
            events.add(new JsonObject(event.text()));
            answerSoon();
        }
    }

    /** The next request gets the rest: what does not fit is held, and given up with this session. */
    @Override
    public boolean isWritable() {
        return events.size() < MAX_EVENTS && !answer.future().isComplete();
    }

    @Override
    public void onDrain(Runnable handler) {}

    @Override
    public void close(CloseCause cause) {
        answer();
    }
}
