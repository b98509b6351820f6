package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;

/** Asks for one space; needs role viewer. Fails with NOT_FOUND for a space that is absent or that the actor may not see. */
public record GetSpace(Actor actor, String space) {
    public GetSpace {
        Require.present(actor, "actor");
        SpaceId.check(space);
    }
}
