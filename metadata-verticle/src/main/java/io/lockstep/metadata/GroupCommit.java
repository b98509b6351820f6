package io.lockstep.metadata;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * A queue that turns many writes into few transactions: what arrives while a batch is on its way waits and goes with the
 * next one.
 *
 * <p>One batch is on its way at a time, so the events of one batch are published before those of the next. Waiting is
 * bounded in number, bytes and time; a write that finds no place, or waited too long, fails with UNAVAILABLE and has done
 * nothing. For one thread: the event loop of its verticle.
 */
final class GroupCommit<W, A> {

    /**
     * How much may wait, and for how long.
     *
     * @param maxBatch writes in one batch; more that were added together go alone
     * @param maxBatchBytes about how much memory they may hold; what is larger goes alone
     * @param maxWaiting writes that wait for a batch
     * @param maxWaitingBytes about how much memory they may hold
     * @param maxWait after which a write is not begun any more: its caller has given up
     */
    record Limits(int maxBatch, long maxBatchBytes, int maxWaiting, long maxWaitingBytes, Duration maxWait) {}

    private final Limits limits;
    private final ToIntFunction<W> bytes;
    private final Function<List<W>, Future<List<Outcome<A>>>> commit;
    private final Executor later;
    private final LongSupplier nanoClock;

    private final Queue<Waiting<W, A>> waiting = new ArrayDeque<>();
    private final Promise<Void> drained = Promise.promise();
    private int waitingWrites;
    private long waitingBytes;
    private boolean isBusy;
    private boolean isClosing;

    /**
     * @param commit answers every write of a batch, in its order; if its Future fails, that is every write's answer
     * @param later runs a task soon, on the same thread: writes of one turn of the event loop share their first batch
     * @param nanoClock as {@link System#nanoTime}
     */
    GroupCommit(
            Limits limits,
            ToIntFunction<W> bytes,
            Function<List<W>, Future<List<Outcome<A>>>> commit,
            Executor later,
            LongSupplier nanoClock) {
        this.limits = limits;
        this.bytes = bytes;
        this.commit = commit;
        this.later = later;
        this.nanoClock = nanoClock;
    }

    Future<A> add(W write) {
        return addTogether(List.of(write)).compose(outcomes -> outcomes.get(0).toFuture());
    }

    /** Adds writes that go in one batch, side by side; a batch holds all of them or none. */
    Future<List<Outcome<A>>> addTogether(List<W> writes) {
        if (isClosing) {
            return Future.failedFuture(Refusals.unavailable("this node is stopping: try another one"));
        }
        long size = writes.stream().mapToLong(bytes::applyAsInt).sum();
        if (waitingWrites + writes.size() > limits.maxWaiting() || waitingBytes + size > limits.maxWaitingBytes()) {
            return Future.failedFuture(Refusals.unavailable("too many writes are waiting: try again"));
        }
        var entry = new Waiting<W, A>(writes, size, Promise.promise(), nanoClock.getAsLong());
        waiting.add(entry);
        waitingWrites += writes.size();
        waitingBytes += size;
        if (!isBusy) {
            isBusy = true;
            later.execute(this::next);
        }
        return entry.answer().future();
    }

    /** Takes no more writes; ends when those that wait have been answered. */
    Future<Void> close() {
        isClosing = true;
        if (!isBusy) {
            drained.tryComplete();
        }
        return drained.future();
    }

    private void next() {
        var batch = takeBatch();
        if (!batch.isEmpty()) {
            Future.succeededFuture(batch.stream()
                            .flatMap(entry -> entry.writes().stream())
                            .toList())
                    .compose(commit)
                    .onComplete(ended -> {
                        try {
                            answer(batch, ended);
                        } finally {
                            next();
                        }
                    });
            return;
        }
        isBusy = false;
        if (isClosing) {
            drained.tryComplete();
        }
    }

    private List<Waiting<W, A>> takeBatch() {
        var batch = new ArrayList<Waiting<W, A>>();
        int batchWrites = 0;
        long batchBytes = 0;
        while (!waiting.isEmpty()) {
            var entry = waiting.element();
            boolean fits = batchWrites + entry.writes().size() <= limits.maxBatch()
                    && batchBytes + entry.bytes() <= limits.maxBatchBytes();
            if (!batch.isEmpty() && !fits) {
                break;
            }
            waiting.remove();
            waitingWrites -= entry.writes().size();
            waitingBytes -= entry.bytes();
            if (nanoClock.getAsLong() - entry.sinceNanos() > limits.maxWait().toNanos()) {
                entry.answer().fail(Refusals.unavailable("the write waited too long and was not begun: try again"));
            } else {
                batch.add(entry);
                batchWrites += entry.writes().size();
                batchBytes += entry.bytes();
            }
        }
        return batch;
    }

    private static <W, A> void answer(List<Waiting<W, A>> batch, AsyncResult<List<Outcome<A>>> ended) {
        if (ended.failed()) {
            batch.forEach(entry -> entry.answer().fail(ended.cause()));
            return;
        }
        int from = 0;
        for (var entry : batch) {
            int to = from + entry.writes().size();
            entry.answer().complete(List.copyOf(ended.result().subList(from, to)));
            from = to;
        }
    }

    private record Waiting<W, A>(List<W> writes, long bytes, Promise<List<Outcome<A>>> answer, long sinceNanos) {}
}
