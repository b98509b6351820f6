package io.lockstep.contract.trigger;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;

/** Deletes a trigger and what waits for it; admins only. Fails with NOT_FOUND when there is none of that name. */
public record DeleteTrigger(Actor actor, String trigger) {
    public DeleteTrigger {
        Require.present(actor, "actor");
        Require.name(trigger, "trigger");
    }
}
