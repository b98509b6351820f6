package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Account;
import io.lockstep.contract.metadata.AccountDetails;
import io.lockstep.contract.metadata.AccountPage;
import io.lockstep.contract.metadata.Authenticate;
import io.lockstep.contract.metadata.ChangeAccount;
import io.lockstep.contract.metadata.FoundAccounts;
import io.lockstep.contract.metadata.GetAccount;
import io.lockstep.contract.metadata.ListAccounts;
import io.lockstep.contract.metadata.ListRevoked;
import io.lockstep.contract.metadata.PutAccount;
import io.lockstep.contract.metadata.RemoveAccount;
import io.lockstep.contract.metadata.RemovedAccount;
import io.lockstep.contract.metadata.Revoked;
import io.lockstep.contract.metadata.SearchAccounts;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The operations on accounts. */
final class AccountService {
    private final AccountStore store;
    private final Passwords passwords;
    private final Clock clock;
    private final Consumer<List<Event>> events;

    AccountService(AccountStore store, Passwords passwords, Clock clock, Consumer<List<Event>> events) {
        this.store = store;
        this.passwords = passwords;
        this.clock = clock;
        this.events = events;
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

    Future<AccountPage> list(ListAccounts request) {
        requireAdmin(request.actor());
        var user = request.user() == null ? null : Text.check(request.user(), "user");
        var after = request.after() == null ? null : Text.check(request.after(), "after");
        return store.listAccounts(user, after, request.limit() + 1).map(found -> {
            var page = found.stream()
                    .limit(request.limit())
                    .map(StoredAccount::details)
                    .toList();
            return new AccountPage(
                    page, found.size() > page.size() ? page.get(page.size() - 1).user() : null);
        });
    }

    Future<AccountDetails> change(ChangeAccount request) {
        requireAdmin(request.actor());
        Text.check(request.user(), "user");
        Text.check(request.displayName() == null ? "" : request.displayName(), "displayName");
        if (request.groups() != null) {
            request.groups().forEach(group -> Text.check(group, "groups"));
        }
        return hashIfAny(request.password())
                .compose(hash -> store.updateAccount(
                        request.user(), now(), before -> AccountRules.change(before, request, hash.orElse(null))))
                .map(StoredAccount::details);
    }

    private Future<Optional<String>> hashIfAny(@Nullable String password) {
        return password == null
                ? Future.succeededFuture(Optional.empty())
                : passwords.hash(password).map(Optional::of);
    }

    /** Who listens to a space of the user's, or of his groups, is asked again for at once. */
    Future<RemovedAccount> remove(RemoveAccount request) {
        requireAdmin(request.actor());
        return store.removeAccount(Text.check(request.user(), "user"), now())
                .map(removed -> removed.orElseThrow(() -> AccountRules.noAccount(request.user())))
                .map(removal -> {
                    removal.accessVersions()
                            .forEach((space, version) ->
                                    events.accept(List.of(new Event.AccessChanged(space, version))));
                    return new RemovedAccount(request.user(), removal.spaces());
                });
    }

    Future<Revoked> revoked(ListRevoked request) {
        return store.listRevoked(request.since());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void requireAdmin(Actor actor) {
        if (!Text.check(actor).isAdmin()) {
            throw Refusals.forbidden("only an admin may see and change accounts");
        }
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
