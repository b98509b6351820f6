package io.lockstep.contract.trigger;

import java.util.List;

/** All triggers, in the order of their names. */
public record TriggerList(List<Trigger> triggers) {
    public TriggerList {
        triggers = List.copyOf(triggers);
    }
}
