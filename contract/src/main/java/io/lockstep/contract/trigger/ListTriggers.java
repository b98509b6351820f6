package io.lockstep.contract.trigger;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;

/** Asks for all triggers; admins only. */
public record ListTriggers(Actor actor) {
    public ListTriggers {
        Require.present(actor, "actor");
    }
}
