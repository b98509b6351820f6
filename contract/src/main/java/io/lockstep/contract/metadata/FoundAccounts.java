package io.lockstep.contract.metadata;

import java.util.List;

/** People, in the order of their user names. */
public record FoundAccounts(List<Person> accounts) {
    public FoundAccounts {
        accounts = List.copyOf(accounts);
    }

    /** What everybody may know of somebody. */
    public record Person(String user, String displayName) {}
}
