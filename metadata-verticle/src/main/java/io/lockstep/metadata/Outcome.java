package io.lockstep.metadata;

import io.vertx.core.Future;

/** How one member of a batch ended; its neighbours may have ended otherwise. */
sealed interface Outcome<A> {
    Future<A> toFuture();

    /** It took effect. */
    record Done<A>(A answer) implements Outcome<A> {
        @Override
        public Future<A> toFuture() {
            return Future.succeededFuture(answer);
        }
    }

    /** It did not. */
    record Refused<A>(Throwable failure) implements Outcome<A> {
        @Override
        public Future<A> toFuture() {
            return Future.failedFuture(failure);
        }
    }
}
