package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets reads that ask the same question at the same time share one query, whoever asks.
 *
 * <p>A read never joins a query that has begun: it waits for the next one, so it sees every write that was acknowledged
 * before it came. When very many ask the same (ten thousand viewers that read one document after one change) the next
 * query waits for a moment in which more of them come; a read that comes alone, or with a few, never waits for that. For
 * one thread: the event loop of its verticle.
 */
final class SharedReads {
    /** So many may share a query without slowing the next one down. */
    private static final int FEW = 10;

    private static final long MAX_PAUSE_MILLIS = 150;
    /** Then one query goes without a pause, to see whether there are still so many. */
    private static final int MAX_PAUSES = 32;

    private final Map<Object, Line<?>> lines = new HashMap<>();
    private final Timer timer;

    /** Runs a task after so many milliseconds, on the same thread. */
    interface Timer {
        void after(long millis, Runnable task);
    }

    SharedReads(Timer timer) {
        this.timer = timer;
    }

    /**
     * What the query finds; empty when that is nothing, or nothing that the actor may see.
     *
     * @param question equal for reads that may share a query: all that the query depends on, but for who asks
     * @param query reads for all of these principals
     */
    <T> Future<Optional<T>> read(Object question, Actor actor, Function<Set<String>, Future<Optional<Seen<T>>>> query) {
        @SuppressWarnings("unchecked") // Equal questions have equal kinds of answers.
        var line = (Line<T>) lines.computeIfAbsent(question, asked -> new Line<T>(asked, query));
        return line.join(actor).map(found -> found.flatMap(seen -> seen.by(actor)));
    }

    /** Those who ask one question: one query on its way, and those who wait for the next. */
    private final class Line<T> {
        private final Object question;
        private final Function<Set<String>, Future<Optional<Seen<T>>>> query;
        private @Nullable Turn<T> waiting;
        private boolean isBusy;
        private int pauses;

        Line(Object question, Function<Set<String>, Future<Optional<Seen<T>>>> query) {
            this.question = question;
            this.query = query;
        }

        Future<Optional<Seen<T>>> join(Actor actor) {
            var turn = waiting == null ? new Turn<T>() : waiting;
            waiting = turn;
            turn.reads++;
            turn.principals.addAll(actor.principals());
            if (!isBusy) {
                begin(turn);
            }
            return turn.answer.future();
        }

        private void begin(Turn<T> turn) {
            isBusy = true;
            waiting = null;
            Future.succeededFuture(turn.principals).compose(query).onComplete(ended -> {
                // First what comes next: whoever is answered may ask again at once.
                next(turn);
                if (ended.succeeded()) {
                    turn.answer.complete(ended.result());
                } else {
                    turn.answer.fail(ended.cause());
                }
            });
        }

        private void next(Turn<T> last) {
            boolean areMany = last.reads > FEW && pauses < MAX_PAUSES;
            pauses = areMany ? pauses + 1 : 0;
            if (areMany) {
                timer.after(Math.min(last.reads - FEW, MAX_PAUSE_MILLIS), this::goOn);
            } else {
                goOn();
            }
        }

        private void goOn() {
            if (waiting == null) {
                lines.remove(question);
            } else {
                begin(waiting);
            }
        }
    }

    /** Those who share one query. */
    private static final class Turn<T> {
        final Promise<Optional<Seen<T>>> answer = Promise.promise();
        final Set<String> principals = new HashSet<>();
        int reads;
    }
}
