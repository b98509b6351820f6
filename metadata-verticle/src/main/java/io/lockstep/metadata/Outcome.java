package io.lockstep.metadata;

import io.vertx.core.Future;
import java.util.List;

/** How one member of a batch ended; its neighbours may have ended otherwise. */
sealed interface Outcome<A> {
    Future<A> toFuture();

    static boolean areAllDone(List<? extends Outcome<?>> outcomes) {
        return outcomes.stream().allMatch(Done.class::isInstance);
    }

    /** The outcomes of a unit of which a member was refused: that one as it is, and every other one not applied. */
    static <A> List<Outcome<A>> noneOf(List<? extends Outcome<?>> outcomes) {
        int first = outcomes.indexOf(
                outcomes.stream().filter(Refused.class::isInstance).findFirst().orElseThrow());
        return outcomes.stream()
                .<Outcome<A>>map(outcome -> new Refused<>(
                        outcome instanceof Refused<?> refused ? refused.failure() : Refusals.notApplied(first)))
                .toList();
    }

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
