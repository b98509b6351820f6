package io.lockstep.contract.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accounts, in the order of their names.
 *
 * @param next after whom to go on; null when there are no more
 */
public record AccountPage(
        List<AccountDetails> accounts, @Nullable String next) {
    public AccountPage {
        accounts = List.copyOf(accounts);
    }
}
