package io.lockstep.contract.metadata;

import java.util.List;

/** A person or program that signs in. Admins are in the group {@code admin}. */
public record Account(String user, String displayName, List<String> groups) {
    public Account {
        groups = List.copyOf(groups);
    }
}
