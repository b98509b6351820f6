package io.lockstep.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;

/** One way to do the jobs of a scenario. Used on one event loop only. */
public interface Driver<J> {
    /** As it is called in reports. */
    String name();

    /** The event loop on which it is to be used. */
    Context loop();

    /** Completes when the job is done, and that is what is timed; fails when it is not. */
    Future<Void> run(J job);

    /** Puts things back where the job needs them when it is done again. */
    default Future<Void> undo(J job) {
        return Future.succeededFuture();
    }
}
