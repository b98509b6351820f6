package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;

/** Ends an import: tells listeners of a space that there were {@code quiet} writes. Needs role editor; fails as a write does. */
public record FlushSpace(Actor actor, String space) {
    public FlushSpace {
        Require.present(actor, "actor");
        SpaceId.check(space);
    }
}
