package io.lockstep.lock;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.KnockLock;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAudit.Act;
import io.lockstep.lock.LockStore.Due;
import io.lockstep.lock.LockStore.Ended;
import io.lockstep.lock.LockStore.Given;
import io.lockstep.lock.LockStore.Granted;
import io.lockstep.lock.LockStore.How;
import io.lockstep.lock.LockStore.News;
import io.lockstep.lock.LockStore.Taken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How what happened to locks is told: to the viewers of their space, and to their holders. Pure. */
final class LockEvents {
    private final long grantTtlMillis;

    LockEvents(long grantTtlMillis) {
        this.grantTtlMillis = grantTtlMillis;
    }

    List<Event> changed(List<News> news) {
        return broken(news, null);
    }

    /** News among which is a lock that somebody broke. */
    List<Event> broken(List<News> news, @Nullable BreakLock breaking) {
        var events = new ArrayList<Event>();
        for (var one : news) {
            if (one instanceof Ended ended) {
                addEnded(events, ended, breaking);
            } else if (one instanceof Given given) {
                addGiven(events, given);
            }
        }
        return events;
    }

    /** Only what others can see: a renewal that only lasts longer is none, unless viewers are shown how long. */
    List<Event> acquired(List<News> news, Granted granted) {
        var events = changed(news);
        for (var taken : granted.locks()) {
            if (taken.how() != How.RENEWED) {
                events.add(locked(taken));
            }
        }
        return events;
    }

    List<Event> due(Due due) {
        var events = changed(due.news());
        for (var lock : due.overdue()) {
            events.add(new Event.Expiring(
                    lock.owner(),
                    lock.session(),
                    lock.space(),
                    lock.document(),
                    lock.field(),
                    lock.fence(),
                    lock.expiresAt(),
                    Math.max(0, lock.expiresAt().toEpochMilli() - due.atMillis())));
        }
        return events;
    }

    static Event knocked(Lock lock, KnockLock request) {
        return new Event.Knocked(
                lock.owner(),
                lock.space(),
                lock.document(),
                lock.field(),
                lock.fence(),
                request.actor().user(),
                request.displayName());
    }

    private static void addEnded(List<Event> events, Ended ended, @Nullable BreakLock breaking) {
        if (breaking != null && ended.act() == Act.BROKEN) {
            addBroken(events, ended, breaking);
            return;
        }
        var lock = ended.lock();
        events.add(new Event.Unlocked(
                lock.space(),
                lock.document(),
                lock.field(),
                lock.owner(),
                lock.fence(),
                ended.lockSeq(),
                ended.act().json()));
    }

    private static void addBroken(List<Event> events, Ended ended, BreakLock breaking) {
        var lock = ended.lock();
        events.add(new Event.Unlocked(
                lock.space(),
                lock.document(),
                lock.field(),
                lock.owner(),
                lock.fence(),
                ended.lockSeq(),
                ended.act().json(),
                breaking.actor().user(),
                breaking.reason()));
        events.add(new Event.Displaced(
                lock.owner(),
                lock.space(),
                lock.document(),
                lock.field(),
                lock.fence(),
                breaking.actor().user(),
                breaking.displayName(),
                breaking.reason()));
    }

    private void addGiven(List<Event> events, Given given) {
        var lock = given.lock();
        events.add(locked(new Taken(lock, How.ACQUIRED, given.lockSeq())));
        events.add(new Event.Granted(
                lock.owner(),
                given.session().isEmpty() ? null : given.session(),
                lock.space(),
                lock.document(),
                lock.field(),
                lock.fence(),
                lock.expiresAt(),
                grantTtlMillis,
                given.lockSeq()));
    }

    private static Event locked(Taken taken) {
        var lock = taken.lock();
        return new Event.Locked(
                lock.space(),
                lock.document(),
                lock.field(),
                lock.owner(),
                lock.displayName(),
                lock.fence(),
                lock.expiresAt(),
                taken.lockSeq(),
                taken.how() != How.ACQUIRED,
                lock.session(),
                lock.releaseOnDisconnect());
    }
}
