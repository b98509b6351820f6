package io.lockstep.contract.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as admins see it.
 *
 * @param quotaBytes how much the user's own spaces may hold; null for no limit
 */
public record AccountDetails(
        String user,
        String displayName,
        List<String> groups,
        @Nullable Long quotaBytes) {
    public AccountDetails {
        groups = List.copyOf(groups);
    }
}
