package io.lockstep.metadata;

import io.lockstep.contract.metadata.Account;
import io.lockstep.contract.metadata.AccountDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account as it is stored. */
record StoredAccount(
        String name,
        String passwordHash,
        String displayName,
        List<String> groups,
        @Nullable Long quotaBytes) {
    StoredAccount {
        groups = List.copyOf(groups);
    }

    Account toAccount() {
        return new Account(name, displayName, groups);
    }

    AccountDetails details() {
        return new AccountDetails(name, displayName, groups, quotaBytes);
    }

    /** Without the password's hash. */
    @Override
    public String toString() {
        return "StoredAccount[name=" + name + "]";
    }
}
