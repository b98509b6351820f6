package io.lockstep.metadata;

import io.lockstep.contract.metadata.FoundAccounts;
import io.lockstep.contract.metadata.Revoked;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The room of the store for accounts; {@link MetadataStore} says what all rooms promise. */
interface AccountStore {
    Future<Optional<StoredAccount>> findAccount(String name);

    /**
     * Creates the account, or replaces it.
     *
     * @param onlyIfAbsent leaves one that is there as it is
     * @return the account that stands now
     */
    Future<StoredAccount> putAccount(StoredAccount account, boolean onlyIfAbsent);

    /**
     * Creates or changes an account, and ends what its user has signed in with if the rule says so; all of it or nothing. No
     * other account is created, changed or removed meanwhile.
     *
     * @param rule gets empty when there is no such account; what it throws fails the Future and changes nothing. Must be pure
     * @param now until when sign-ins count no more
     */
    Future<StoredAccount> updateAccount(String name, Instant now, Function<Optional<StoredAccount>, Update> rule);

    /**
     * Removes an account, takes its user out of all spaces, counts a change of access in them and in those of its groups, and
     * ends what he has signed in with; all of it or nothing. Empty when there is no such account.
     */
    Future<Optional<Removal>> removeAccount(String name, Instant now);

    /**
     * Accounts in the order of their names.
     *
     * @param user only this one; null for all
     * @param after only those after this name; null for all
     */
    Future<List<StoredAccount>> listAccounts(@Nullable String user, @Nullable String after, int limit);

    /** What was revoked after a version. */
    Future<Revoked> listRevoked(long since);

    /**
     * An account after a change.
     *
     * @param isRevoking whether its user has to sign in again
     */
    record Update(StoredAccount after, boolean isRevoking) {}

    /**
     * What removing an account did.
     *
     * @param spaces of which the user was a member himself, in the order of their ids
     * @param accessVersions of all spaces whose access changed
     */
    record Removal(List<String> spaces, Map<String, Long> accessVersions) {
        public Removal {
            spaces = List.copyOf(spaces);
            accessVersions = Map.copyOf(accessVersions);
        }
    }

    /** Those whose name or shown name contains the text, whatever the case, in the order of their names. */
    Future<List<FoundAccounts.Person>> searchAccounts(String text, int limit);
}
