package io.lockstep.contract.lock;

import io.lockstep.contract.Require;
import java.util.List;

/**
 * Says who is here: their locks with {@code releaseOnDisconnect} do not end for their absence, and their places in lines are
 * kept, for 10 seconds more. Sent every 3 seconds by whoever sees their sessions; unknown attendees are left out.
 *
 * @param attendees at most 10,000
 */
public record AttendLocks(List<Attendee> attendees) {
    private static final int MAX_ATTENDEES = 10_000;

    public AttendLocks {
        attendees = List.copyOf(Require.present(attendees, "attendees"));
        Require.within(attendees.size(), 0, MAX_ATTENDEES, "attendees");
    }
}
