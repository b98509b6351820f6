package io.lockstep.metadata;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Account;
import io.lockstep.contract.metadata.Authenticate;
import io.lockstep.contract.metadata.FoundAccounts;
import io.lockstep.contract.metadata.GetAccount;
import io.lockstep.contract.metadata.PutAccount;
import io.lockstep.contract.metadata.SearchAccounts;
import io.vertx.core.Future;

/** The operations on accounts. */
final class AccountService {
    private final AccountStore store;
    private final Passwords passwords;

    AccountService(AccountStore store, Passwords passwords) {
        this.store = store;
        this.passwords = passwords;
    }

    /** An unknown user costs the same time as a wrong password, so that nobody can find out who has an account. */
    Future<Account> authenticate(Authenticate request) {
        return store.findAccount(Text.check(request.user(), "user"))
                .compose(found -> passwords
                        .matches(request.password(), found.map(StoredAccount::passwordHash))
                        .map(matches -> found.filter(account -> matches)
                                .map(StoredAccount::toAccount)
                                .orElseThrow(AccountService::wrongUserOrPassword)));
    }

    /** For who has shown elsewhere who he is; it says nothing of passwords. */
    Future<Account> get(GetAccount request) {
        return store.findAccount(Text.check(request.user(), "user"))
                .map(found -> found.map(StoredAccount::toAccount)
                        .orElseThrow(() -> new ServiceException(FailureCode.NOT_FOUND, "there is no such account")));
    }

    Future<Account> put(PutAccount request) {
        if (!request.actor().isAdmin()) {
            return Future.failedFuture(Refusals.forbidden("only an admin may change accounts"));
        }
        Text.check(request.user(), "user");
        Text.check(request.displayName(), "displayName");
        request.groups().forEach(group -> Text.check(Require.name(group, "groups"), "groups"));
        return passwords
                .hash(request.password())
                .map(hash -> new StoredAccount(
                        request.user(), hash, request.displayName(), request.groups(), request.quotaBytes()))
                .compose(account -> store.putAccount(account, request.onlyIfAbsent()))
                .map(StoredAccount::toAccount);
    }

    /** Fails with BAD_REQUEST for a text that no name can contain. */
    Future<FoundAccounts> search(SearchAccounts request) {
        Text.check(request.actor());
        return store.searchAccounts(Text.check(request.text(), "text"), request.limit())
                .map(FoundAccounts::new);
    }

    private static ServiceException wrongUserOrPassword() {
        return new ServiceException(FailureCode.UNAUTHENTICATED, "wrong user or password");
    }
}
