package io.lockstep.bench.writes;

import io.lockstep.bench.Driver;
import io.vertx.core.Future;

/** One way to give a document another title. Used on one event loop only. */
interface WriteDriver extends Driver<Slot> {
    /** Completes when the write is durable; fails when nobody says that it is. */
    Future<Void> write(Slot slot, String title);

    @Override
    default Future<Void> run(Slot slot) {
        var title = slot.next();
        return write(slot, title).onSuccess(written -> slot.acknowledge(title));
    }
}
