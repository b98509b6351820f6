package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import org.jspecify.annotations.Nullable;

/**
 * Asks for accounts, in the order of their names; for admins.
 *
 * @param user only this one, if he has an account; null for all
 * @param after only those whose names come after it
 * @param limit how many at most, 1 to 1,000, 100 when not given
 */
public record ListAccounts(
        Actor actor, @Nullable String user, @Nullable String after, Integer limit) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    public ListAccounts(Actor actor, @Nullable String user, @Nullable String after, @Nullable Integer limit) {
        this.actor = Require.present(actor, "actor");
        this.user = user;
        this.after = after;
        this.limit = (int) Require.within(limit == null ? DEFAULT_LIMIT : limit, 1, MAX_LIMIT, "limit");
    }
}
