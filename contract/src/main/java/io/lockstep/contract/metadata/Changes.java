package io.lockstep.contract.metadata;

import io.lockstep.contract.event.Event;
import java.util.List;

/**
 * A contiguous run of a space's feed.
 *
 * @param cursor the position after the last change given
 * @param pending how many changes stand in the feed after it
 */
public record Changes(List<Event.Changed> changes, String cursor, long pending) {
    public Changes {
        changes = List.copyOf(changes);
    }
}
