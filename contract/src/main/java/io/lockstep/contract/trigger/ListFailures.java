package io.lockstep.contract.trigger;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the jobs of a trigger that were given up, the oldest first; admins only.
 *
 * @param after only jobs of a higher number; null for all
 * @param limit 1 to 1000, 100 when not given
 */
public record ListFailures(
        Actor actor,
        String trigger,
        @Nullable Long after,
        @Nullable Integer limit) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    public ListFailures {
        Require.present(actor, "actor");
        Require.name(trigger, "trigger");
        limit = (int) Require.within(limit == null ? DEFAULT_LIMIT : limit, 1, MAX_LIMIT, "limit");
    }
}
