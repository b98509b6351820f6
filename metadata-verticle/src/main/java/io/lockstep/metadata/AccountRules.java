package io.lockstep.metadata;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.ChangeAccount;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an account is after a change, and whether its user has to sign in again. Pure. */
final class AccountRules {
    private AccountRules() {}

    /** @param hash of the new password; null when it stays */
    static AccountStore.Update change(Optional<StoredAccount> before, ChangeAccount request, @Nullable String hash) {
        if (request.create() && before.isPresent()) {
            throw new ServiceException(
                    FailureCode.REVISION_CONFLICT, "there is a user '" + request.user() + "' already");
        }
        if (!request.create() && before.isEmpty()) {
            throw noAccount(request.user());
        }
        var groups = Optional.ofNullable(request.groups())
                .or(() -> before.map(StoredAccount::groups))
                .orElse(List.of());
        var quota = Optional.ofNullable(request.quotaBytes())
                .or(() -> before.map(StoredAccount::quotaBytes))
                .orElse(null);
        var after = new StoredAccount(
                request.user(),
                hash == null ? before.orElseThrow().passwordHash() : hash,
                Optional.ofNullable(request.displayName())
                        .or(() -> before.map(StoredAccount::displayName))
                        .orElse(request.user()),
                groups,
                request.unlimited() ? null : quota);
        return new AccountStore.Update(after, before.isPresent() && signsInAgain(before.get(), after));
    }

    static ServiceException noAccount(String user) {
        return new ServiceException(FailureCode.NOT_FOUND, "there is no user '" + user + "'");
    }

    private static boolean signsInAgain(StoredAccount before, StoredAccount after) {
        return !Objects.equals(before.passwordHash(), after.passwordHash())
                || !Objects.equals(before.groups(), after.groups());
    }
}
