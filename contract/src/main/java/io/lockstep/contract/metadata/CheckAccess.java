package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;

/** Asks what an actor may do in a space. */
public record CheckAccess(Actor actor, String space) {
    public CheckAccess {
        Require.present(actor, "actor");
        SpaceId.check(space);
    }
}
