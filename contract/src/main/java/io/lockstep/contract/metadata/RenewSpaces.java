package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * Begins the feeds of spaces anew, for after a database was restored from a backup: every cursor that was given before is
 * CURSOR_GONE, and who listens is told to resync. Documents and numbers stay. For admins; fails with NOT_FOUND when there is no
 * such space.
 *
 * @param space null for all spaces
 */
public record RenewSpaces(Actor actor, @Nullable String space) {
    public RenewSpaces {
        Require.present(actor, "actor");
        if (space != null) {
            SpaceId.check(space);
        }
    }
}
