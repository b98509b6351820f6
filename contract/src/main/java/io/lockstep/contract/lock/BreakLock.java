package io.lockstep.contract.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * Ends somebody's lock; for managers, which the caller has to check. The displaced owner is told by whom and why. Fails with
 * NOT_FOUND when there is no such lock.
 *
 * @param displayName of who breaks it; the user when not given
 * @param reason a sentence for the displaced owner and the audit, 1 to 255 bytes
 */
public record BreakLock(Actor actor, String displayName, String space, String document, String field, String reason) {
    public BreakLock(
            Actor actor, @Nullable String displayName, String space, String document, String field, String reason) {
        this.actor = Require.present(actor, "actor");
        this.displayName = displayName == null ? actor.user() : displayName;
        this.space = SpaceId.check(space);
        this.document = Require.name(document, "document");
        this.field = Require.name(field, "field");
        this.reason = Require.name(reason, "reason");
    }
}
