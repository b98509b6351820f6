package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;

/**
 * Asks for an attachment; needs role viewer. Fails with NOT_FOUND when there is none.
 *
 * @param document when nothing is at the path, the attachment that was put for this document with the same file name, in
 *     whatever folder
 */
public record ReadAttachment(Actor actor, String space, String document, String path) {
    public ReadAttachment {
        Require.present(actor, "actor");
        SpaceId.check(space);
        Require.name(document, "document");
        PutAttachment.checkPath(path);
    }
}
