package io.lockstep.contract.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;

/**
 * Gives a lock back, or the place in the line for it. Fails with LOCKED, carrying the {@code lock}, when somebody else holds it
 * and the actor did not wait for it; nothing changes then.
 */
public record ReleaseLock(Actor actor, String space, String document, String field) {
    public ReleaseLock {
        Require.present(actor, "actor");
        SpaceId.check(space);
        Require.name(document, "document");
        Require.name(field, "field");
    }
}
