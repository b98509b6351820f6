package io.lockstep.gateway.wire.metavox;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/**
 * Tells a user who opens a folder which of its cells are locked, as if each were locked now.
 *
 * <p>His sockets were told when it happened, but a page shows a lock only in the rows that it has at that moment. What it is
 * told here has no order with what happens meanwhile. So the locks are looked at once more, and those that have ended are said
 * to have: no cell looks locked for longer than that.
 */
final class MetavoxStanding {
    private static final int MAX_LOCKS = 1_000;
    private static final long AGAIN_MS = 1_000;

    private final Edge edge;

    MetavoxStanding(Edge edge) {
        this.edge = edge;
    }

    /** Best effort: who cannot be told sees what is locked when he tries to lock it. */
    void tell(String user, String space) {
        locks(space)
                .compose(standing -> standing.isEmpty()
                        ? Future.succeededFuture()
                        : say(standing, lock -> MetavoxWords.locked(user, lock))
                                .compose(told -> edge.vertx().timer(AGAIN_MS, MILLISECONDS))
                                .compose(later -> locks(space))
                                .compose(now -> say(ended(standing, now), lock -> MetavoxWords.unlocked(user, lock))))
                .onFailure(away -> {});
    }

    private Future<List<Lock>> locks(String space) {
        return edge.locks()
                .list(new ListLocks(space, null))
                .map(snapshot -> snapshot.locks().stream().limit(MAX_LOCKS).toList());
    }

    private Future<?> say(List<Lock> locks, Function<Lock, Event> word) {
        return locks.isEmpty()
                ? Future.succeededFuture()
                : edge.events().submit(locks.stream().map(word).toList());
    }

    private static List<Lock> ended(List<Lock> before, List<Lock> now) {
        return before.stream()
                .filter(lock -> now.stream()
                        .noneMatch(other -> other.document().equals(lock.document())
                                && other.field().equals(lock.field())))
                .toList();
    }
}
