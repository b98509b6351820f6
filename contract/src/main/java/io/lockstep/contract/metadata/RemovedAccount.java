package io.lockstep.contract.metadata;

import java.util.List;

/**
 * An account that is no more.
 *
 * @param spaces of which the user was a member himself
 */
public record RemovedAccount(String user, List<String> spaces) {
    public RemovedAccount {
        spaces = List.copyOf(spaces);
    }
}
