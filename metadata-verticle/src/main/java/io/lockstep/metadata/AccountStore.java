package io.lockstep.metadata;

import io.lockstep.contract.metadata.FoundAccounts;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

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

    /** Those whose name or shown name contains the text, whatever the case, in the order of their names. */
    Future<List<FoundAccounts.Person>> searchAccounts(String text, int limit);
}
