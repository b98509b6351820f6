package io.lockstep.contract.lock;

import java.util.List;

/** Those on whose presence something depends, or did a moment ago; at most 10,000. */
public record Attendees(List<Attendee> attendees) {
    public Attendees {
        attendees = List.copyOf(attendees);
    }
}
