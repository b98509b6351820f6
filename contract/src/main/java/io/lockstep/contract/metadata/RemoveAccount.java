package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;

/**
 * Removes an account, and its user from the members of all spaces; for admins. His sessions are ended, and his tokens good no
 * more. What he wrote stays. Fails with NOT_FOUND when there is no such account.
 */
public record RemoveAccount(Actor actor, String user) {
    public RemoveAccount {
        Require.present(actor, "actor");
        Require.name(user, "user");
    }
}
