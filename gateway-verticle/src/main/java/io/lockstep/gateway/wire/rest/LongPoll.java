package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.Watch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read of a space's feed that waits for the first change: it answers as soon as there is one, and with none when its
 * time is over. Single-threaded: the request's event loop.
 */
final class LongPoll {
    private final Edge edge;
    private final Identity identity;
    private final FeedQuery query;
    private final Promise<Changes> answer = Promise.promise();
    private @Nullable String cursor;
    private @Nullable Watch watch;
    private boolean isReading;
    private boolean hasNews;
    private boolean isOver;

    private LongPoll(Edge edge, Identity identity, FeedQuery query) {
        this.edge = edge;
        this.identity = identity;
        this.query = query;
        this.cursor = query.since();
    }

    /** Fails as the read does: also while it waits, e.g. when the user may read the space no longer. */
    static Future<Changes> changes(Edge edge, Call call, FeedQuery query) {
        return new LongPoll(edge, call.identity(), query).run(call);
    }

    private Future<Changes> run(Call call) {
        var timer = edge.vertx().setTimer(query.timeout().toMillis(), timeout -> over());
        call.ctx().response().closeHandler(left -> over());
        read();
        return answer.future().onComplete(done -> {
            edge.vertx().cancelTimer(timer);
            if (watch != null) {
                watch.close();
            }
        });
    }

    private void read() {
        isReading = true;
        hasNews = false;
        edge.metadata().changes(query.after(cursor)).onSuccess(this::received).onFailure(answer::tryFail);
    }

    private void received(Changes page) {
        isReading = false;
        cursor = page.cursor();
        if (!page.changes().isEmpty() || isOver) {
            answer.tryComplete(page);
        } else if (page.pending() > 0 || hasNews) {
            read();
        } else if (watch == null) {
            listen(page.cursor());
        }
    }

    private void listen(String from) {
        var opened = Watch.open(edge.hub(), identity, this::news, this::over);
        watch = opened;
        opened.listen(query.space(), from).onFailure(failure -> {
            if (Requests.is(failure, FailureCode.FORBIDDEN)) {
                // He may read the space no longer, and is told so in the words of a read.
                read();
            } else {
                answer.tryFail(failure);
            }
        });
    }

    private void news() {
        hasNews = true;
        if (!isReading && !answer.future().isComplete()) {
            read();
        }
    }

    /** The time is over, the client has left, or the server stops. */
    private void over() {
        isOver = true;
        var at = cursor;
        if (!isReading && at != null) {
            answer.tryComplete(new Changes(List.of(), at, 0));
        }
    }
}
