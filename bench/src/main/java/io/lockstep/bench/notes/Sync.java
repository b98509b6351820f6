package io.lockstep.bench.notes;

import io.vertx.core.Future;
import java.util.concurrent.TimeoutException;

/**
 * One way to synchronise in one state of affairs, timed over and over.
 *
 * @param state as it is called in reports
 */
record Sync(String state, String driver, Before before, Request request) {
    /** What makes the state before each request, for the thread of a main; not timed. */
    interface Before {
        void make() throws TimeoutException;
    }

    /** Gives the bytes of the answers; fails when they are not what the state is. */
    interface Request {
        Future<Long> send();
    }
}
