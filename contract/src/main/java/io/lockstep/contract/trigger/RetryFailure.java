package io.lockstep.contract.trigger;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import org.jspecify.annotations.Nullable;

/**
 * Lets a job that was given up be tried again, as if for the first time; admins only.
 *
 * @param job null for all of the trigger
 */
public record RetryFailure(
        Actor actor, String trigger, @Nullable Long job) {
    public RetryFailure {
        Require.present(actor, "actor");
        Require.name(trigger, "trigger");
    }
}
