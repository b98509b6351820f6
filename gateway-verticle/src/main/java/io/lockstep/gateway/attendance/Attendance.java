package io.lockstep.gateway.attendance;

import io.lockstep.contract.lock.AttendLocks;
import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.Attendees;
import io.lockstep.contract.lock.ListAttendees;
import io.lockstep.contract.lock.Locks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's word, every {@value #INTERVAL_MS} ms, for those of its users on whose presence a lock or a place in a line
 * depends. The lock service ends what belongs to somebody for whom no node has spoken for 10 seconds, so a round may be
 * lost, and a client may come back on another node, without harm. For one event loop.
 */
public final class Attendance {
    private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);
    static final long INTERVAL_MS = 3_000;

    private final Locks locks;
    private final Roster roster;

    public Attendance(Locks locks, Roster roster) {
        this.locks = locks;
        this.roster = roster;
    }

    public void start(Vertx vertx) {
        vertx.setPeriodic(
                INTERVAL_MS,
                timer -> attend().onFailure(
                                failure -> LOG.atDebug().setCause(failure).log("nobody was said to be here")));
    }

    /** One round; ends when the lock service knows. */
    Future<Void> attend() {
        return locks.attendees(new ListAttendees()).compose(depending -> {
            var here = here(depending);
            return here.isEmpty()
                    ? Future.succeededFuture()
                    : locks.attend(new AttendLocks(here)).mapEmpty();
        });
    }

    private List<Attendee> here(Attendees depending) {
        return depending.attendees().stream().filter(roster::isHere).toList();
    }
}
