package io.lockstep.contract.lock;

import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * Asks what became of the locks of a space, the newest first; for managers, which the caller has to check.
 *
 * @param before the {@code next} of the page before; null for the newest
 * @param limit 1 to 1,000; 100 when not given
 */
public record ListLockAudit(String space, @Nullable String before, Integer limit) {
    private static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 100;

    public ListLockAudit(String space, @Nullable String before, @Nullable Integer limit) {
        this.space = SpaceId.check(space);
        if (before != null && !before.matches("[0-9]{1,19}-[0-9]{1,19}")) {
            throw Require.badRequest("'before' must be the 'next' of a page");
        }
        this.before = before;
        this.limit = (int) Require.within(limit == null ? DEFAULT_LIMIT : limit, 1, MAX_LIMIT, "limit");
    }
}
