package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a space's documents in the order of their ids; needs role viewer.
 *
 * @param after the {@code next} of the page before; null for the first page
 * @param limit documents in a page, 1 to 1000, 200 when not given
 */
public record ListDocuments(
        Actor actor, String space, @Nullable String after, Integer limit) {
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 1000;

    public ListDocuments(Actor actor, String space, @Nullable String after, @Nullable Integer limit) {
        this.actor = Require.present(actor, "actor");
        this.space = SpaceId.check(space);
        this.after = after;
        this.limit = (int) Require.within(limit == null ? DEFAULT_LIMIT : limit, 1, MAX_LIMIT, "limit");
    }
}
