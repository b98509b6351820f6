package io.lockstep.lock;

import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAudit;
import io.lockstep.contract.lock.LockAudit.Act;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The port to where locks are kept, and the lines of those who wait for them. It decides who holds what, by its own clock,
 * which is the only one that counts.
 *
 * <p>Atomicity: each method is one step per space; two owners never both get a lock, and an ended lock is answered to
 * exactly one caller. A lock is <i>due</i> when its deadline has passed, or when it is to be released on disconnect and its
 * owner has not been seen for the grace: it stands in nobody's way and is not listed, but counts as ended only when a method
 * answers it as {@link Ended}.
 *
 * <p>Waiting: the line of a document is in the order of asking. Whenever a lock of it ends, those who can now have what they
 * wait for get it in the same step, the first first; nobody is overtaken by who would shut him out. Who has not been seen
 * for the grace has left.
 *
 * <p>Order: lockSeq counts the changes of a space by one, and Futures complete in the order in which the store took the
 * steps. A caller that announces changes when their Future completes announces each space's in lockSeq order.
 *
 * <p>Failure: every Future may fail with UNAVAILABLE. The step was then taken completely or not at all, and the caller
 * cannot know which: a lock may stand that nobody announced (asking again renews it, else it ends by its ttl), or may
 * have ended unannounced (the next look at the heads shows the hole). Fence and lockSeq never go back, also when the store
 * has lost everything or its clock has stepped back; the last two together are covered while one process that has seen the
 * last numbers is alive.
 */
interface LockStore {

    /**
     * Takes, renews or refuses, all or none. Locks that are due and in the way are ended first. A renewal never shortens a
     * lock.
     */
    Future<Answer<Acquisition>> acquire(Claim claim);

    /** Ends the lock if it is the actor's, and his waiting for it. */
    Future<Answer<Release>> release(ReleaseLock request);

    /** Ends the lock, whoever has it; answers it if there was one. */
    Future<Answer<Optional<Lock>>> breakLock(BreakLock request);

    /** The standing locks at one moment, in the order in which they were taken. */
    Future<LockSnapshot> list(ListLocks request);

    /** The lockSeq of each space, in their order; 0 for a space without. Each is of a moment of its own. */
    Future<List<Long>> heads(List<String> spaces);

    /**
     * Ends the locks that are due, of all spaces, finds those whose renewal is overdue, and hands them over as soon as they
     * are known. A space that fails is tried again by the next call, the others are not held up.
     */
    Future<Void> expire(Consumer<Due> announce);

    /** On whose presence something depends; some may be named for whom that is over. */
    Future<List<Attendee>> attendees();

    /** Notes that they are here; answers how many of them something depends on. */
    Future<Long> attend(List<Attendee> attendees);

    Future<LockAudit> audit(ListLockAudit request);

    /** How much there is of everything, in all spaces. */
    Future<Census> census();

    /** What came of a request, and all that changed, in the order of lockSeq, but for what was taken itself, which is last. */
    record Answer<T>(List<News> news, T outcome) {
        public Answer {
            news = List.copyOf(news);
        }
    }

    /** A change that others have to hear of. */
    sealed interface News {}

    /** A lock ended, and the space's lock counter after it. */
    record Ended(Lock lock, Act act, long lockSeq) implements News {}

    /**
     * A lock was given to who waited.
     *
     * @param session the session that waited; empty for none in particular
     */
    record Given(Lock lock, String session, long lockSeq) implements News {}

    /** What came of an acquire. */
    sealed interface Acquisition {}

    /** The actor now holds all that he claimed, in that order; {@code atMillis} is the store's time. */
    record Granted(List<Taken> locks, long atMillis) implements Acquisition {
        public Granted {
            locks = List.copyOf(locks);
        }
    }

    /** One lock that he claimed; {@code lockSeq} is the counter after it. */
    record Taken(Lock lock, How how, long lockSeq) {}

    /** How a lock came to be held. */
    enum How {
        /** It is new. */
        ACQUIRED,
        /** It was held before, and what is shown of it changed; also how long it stands, for a claim that announces that. */
        CHANGED,
        /** It was held before and only lasts longer. */
        RENEWED
    }

    /** What came of a release. */
    sealed interface Release {}

    /** Whether a lock was given back, and whether a place in the line was. */
    record GivenBack(boolean isReleased, boolean stoppedWaiting) implements Release {}

    /**
     * Somebody else's lock stands in the way; of several, the one that was taken first.
     *
     * @param place in the line, from 1; 0 for who does not wait
     */
    record Refused(Lock standing, long place) implements Acquisition, Release {}

    /**
     * What {@link #expire} found in a space at one moment.
     *
     * @param overdue locks that still stand, but should have been renewed by now
     */
    record Due(long atMillis, List<News> news, List<Lock> overdue) {
        public Due {
            news = List.copyOf(news);
            overdue = List.copyOf(overdue);
        }
    }

    /** Locks that are held, and those who wait. */
    record Census(long held, long waiting) {}
}
