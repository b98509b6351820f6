package io.lockstep.lock;

import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/**
 * The port to where locks are kept. It decides who holds what, by its own clock, which is the only one that counts.
 *
 * <p>Atomicity: each method is one step per space; two callers never both get a lock, and an ended lock is answered to
 * exactly one caller. A lock whose deadline has passed is <i>due</i>: it stands in nobody's way and is not listed, but
 * counts as ended only when a method answers it as {@link Ended}.
 *
 * <p>Order: lockSeq counts the changes of a space by one, and Futures complete in the order in which the store took the
 * steps. A caller that announces changes when their Future completes announces each space's in lockSeq order.
 *
 * <p>Failure: every Future may fail with UNAVAILABLE. The step was then taken completely or not at all, and the caller
 * cannot know which: a lock may stand that nobody announced (asking again renews it, else it ends by its ttl), or may
 * have ended unannounced (the next change's lockSeq shows the hole). Fence and lockSeq never go back, also when the store
 * has lost everything.
 */
interface LockStore {

    /** Takes, renews or refuses. Locks that are due and in the way are ended first. */
    Future<Answer<Acquisition>> acquire(AcquireLock request);

    /** Ends the lock if it is the actor's. */
    Future<Answer<Release>> release(ReleaseLock request);

    /** The standing locks at one moment, in the order in which they were taken. */
    Future<LockSnapshot> list(ListLocks request);

    /**
     * Ends the locks that are due, of all spaces, and hands them over as soon as their end is known. A space that fails
     * is tried again by the next call, the others are not held up.
     */
    Future<Void> expire(Consumer<List<Ended>> announce);

    /** What came of a request, after the end of the due locks that it met. */
    record Answer<T>(List<Ended> expired, T outcome) {
        public Answer {
            expired = List.copyOf(expired);
        }
    }

    /** A lock that ended, and the space's lock counter after it. */
    record Ended(Lock lock, long lockSeq) {}

    /** What came of an acquire. */
    sealed interface Acquisition {}

    /** What came of a release. */
    sealed interface Release {}

    /** The actor now holds the lock; {@code isNew} is false when he did before. */
    record Granted(Lock lock, boolean isNew, long lockSeq) implements Acquisition {}

    /** The actor's lock ended. */
    record Freed(Ended ended) implements Release {}

    /** There was no lock. */
    record Absent() implements Release {}

    /** Somebody else's lock stands in the way; of several, the one that was taken first. */
    record Refused(Lock standing) implements Acquisition, Release {}
}
