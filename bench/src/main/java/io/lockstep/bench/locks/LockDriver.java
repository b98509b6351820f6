package io.lockstep.bench.locks;

import io.lockstep.bench.Driver;
import io.lockstep.bench.Loops;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One way to take locks and give them back. Used on one event loop only. */
interface LockDriver extends Driver<Cell> {
    /** Completes when the cell is locked; fails when it is not. */
    Future<Void> acquire(Cell cell);

    /** Completes when the cell was locked and is no longer; fails otherwise. */
    Future<Void> release(Cell cell);

    @Override
    default Future<Void> run(Cell cell) {
        return acquire(cell);
    }

    @Override
    default Future<Void> undo(Cell cell) {
        return release(cell);
    }

    /** One after the other, for the thread of a main. */
    default void pairs(Cell cell, int count) throws TimeoutException {
        for (var done = 0; done < count; done++) {
            Loops.on(loop(), () -> acquire(cell).compose(held -> release(cell))).await(10, TimeUnit.SECONDS);
        }
    }
}
