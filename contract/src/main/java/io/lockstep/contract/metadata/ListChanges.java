package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what came after a cursor, gapless and in commit order; needs role viewer. Fails with CURSOR_GONE when the feed
 * no longer reaches back that far.
 *
 * @param since null for the beginning of what the feed keeps
 * @param limit changes in an answer, 1 to 1000, 200 when not given
 */
public record ListChanges(
        Actor actor, String space, @Nullable String since, Integer limit) {
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 1000;

    public ListChanges(Actor actor, String space, @Nullable String since, @Nullable Integer limit) {
        this.actor = Require.present(actor, "actor");
        this.space = SpaceId.check(space);
        this.since = since;
        this.limit = (int) Require.within(limit == null ? DEFAULT_LIMIT : limit, 1, MAX_LIMIT, "limit");
    }
}
