package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;

/** Asks for one document; needs role viewer. */
public record ReadDocument(Actor actor, String space, String document) {
    public ReadDocument {
        Require.present(actor, "actor");
        SpaceId.check(space);
        Require.name(document, "document");
    }
}
