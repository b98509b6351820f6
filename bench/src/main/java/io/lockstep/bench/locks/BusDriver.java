package io.lockstep.bench.locks;

import io.lockstep.bench.Stage;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;

/** As other services do it: the typed client, over the local event bus. */
final class BusDriver implements LockDriver {
    private static final Actor ACTOR = new Actor(Stage.USER, List.of(), "");

    private final Context loop;
    private final Locks locks;

    BusDriver(Context loop) {
        this.loop = loop;
        this.locks = new Locks(new Bus(loop.owner()));
    }

    @Override
    public String name() {
        return "bus";
    }

    @Override
    public Context loop() {
        return loop;
    }

    @Override
    public Future<Void> acquire(Cell cell) {
        return locks.acquire(new AcquireLock(
                        ACTOR, Stage.DISPLAY_NAME, cell.space(), cell.document(), cell.field(), Cell.TTL_MILLIS))
                .compose(answer -> answer.acquired()
                        ? Future.succeededFuture()
                        : Future.failedFuture("the lock was held already"));
    }

    @Override
    public Future<Void> release(Cell cell) {
        return locks.release(new ReleaseLock(ACTOR, cell.space(), cell.document(), cell.field()))
                .compose(answer -> answer.released()
                        ? Future.succeededFuture()
                        : Future.failedFuture("there was no lock to release"));
    }
}
