package io.lockstep.contract.event;

import io.lockstep.contract.Require;
import java.util.List;

/** Events on their way to a dispatcher, in order. */
public record PublishEvents(List<Event> events) {
    public PublishEvents {
        events = List.copyOf(Require.present(events, "events"));
    }
}
