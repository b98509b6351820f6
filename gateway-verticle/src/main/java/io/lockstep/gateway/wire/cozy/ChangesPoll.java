package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.FailureCode;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.Watch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read of {@code _changes} that waits for the first row: it answers as soon as there is one, and with none when its time is
 * over. Single-threaded: the request's event loop.
 */
final class ChangesPoll {
    private final Edge edge;
    private final DataCall call;
    private final ChangesQuery query;
    private final ChangesReader reader;
    private final Promise<ChangesReader.Batch> answer = Promise.promise();
    private @Nullable Place place;
    private @Nullable Watch watch;
    private boolean isReading;
    private boolean hasNews;
    private boolean isOver;

    private ChangesPoll(Edge edge, DataCall call, ChangesQuery query, ChangesReader reader) {
        this.edge = edge;
        this.call = call;
        this.query = query;
        this.reader = reader;
    }

    /** Fails as the read does: also while it waits, e.g. when the user may read the doctype no longer. */
    static Future<ChangesReader.Batch> run(Edge edge, DataCall call, ChangesQuery query, ChangesReader reader) {
        return new ChangesPoll(edge, call, query, reader).run();
    }

    private Future<ChangesReader.Batch> run() {
        var timer = edge.vertx().setTimer(query.timeout().toMillis(), timeout -> over());
        call.ctx().response().closeHandler(left -> over());
        reader.place(query.since()).onSuccess(this::read).onFailure(answer::tryFail);
        return answer.future().onComplete(done -> {
            edge.vertx().cancelTimer(timer);
            if (watch != null) {
                watch.close();
            }
        });
    }

    private void read(Place from) {
        place = from;
        isReading = true;
        hasNews = false;
        reader.read(from, query.limit()).onSuccess(this::received).onFailure(answer::tryFail);
    }

    private void received(ChangesReader.Batch batch) {
        isReading = false;
        place = batch.next();
        if (!batch.rows().isEmpty() || isOver) {
            answer.tryComplete(batch);
        } else if (batch.pending() > 0 || hasNews) {
            read(batch.next());
        } else if (watch == null) {
            listen(batch.next());
        }
    }

    private void listen(Place from) {
        var opened = Watch.open(edge.hub(), call.identity(), this::news, this::over);
        watch = opened;
        opened.listen(call.space(), from.text()).onFailure(failure -> {
            if (Requests.is(failure, FailureCode.FORBIDDEN)) {
                // He may read it no longer, and is told so in the words of a read.
                read(from);
            } else {
                answer.tryFail(failure);
            }
        });
    }

    private void news() {
        hasNews = true;
        var at = place;
        if (!isReading && at != null && !answer.future().isComplete()) {
            read(at);
        }
    }

    /** The time is over, the client has left, or the server stops. */
    private void over() {
        isOver = true;
        var at = place;
        if (!isReading && at != null) {
            answer.tryComplete(new ChangesReader.Batch(List.of(), at, 0));
        }
    }
}
