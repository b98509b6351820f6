package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the people whose user name or shown name contains a text, whatever the case; for everybody who has an account, who
 * learns no more of others than their names.
 *
 * @param text what to look for; everybody when it is empty or not given
 * @param limit how many at most, 1 to 100, 25 when not given
 */
public record SearchAccounts(Actor actor, String text, Integer limit) {
    private static final int DEFAULT_LIMIT = 25;
    private static final int MAX_LIMIT = 100;
    private static final int MAX_TEXT = 255;

    public SearchAccounts(Actor actor, @Nullable String text, @Nullable Integer limit) {
        this.actor = Require.present(actor, "actor");
        this.text = text == null ? "" : text;
        this.limit = (int) Require.within(limit == null ? DEFAULT_LIMIT : limit, 1, MAX_LIMIT, "limit");
        if (this.text.length() > MAX_TEXT) {
            throw Require.badRequest("'text' must have at most " + MAX_TEXT + " characters");
        }
    }
}
