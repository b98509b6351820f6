package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates an account, or replaces it unless {@code onlyIfAbsent}; for admins.
 *
 * @param displayName the user when not given
 * @param quotaBytes how much the user's own spaces may hold; null for no limit
 */
public record PutAccount(
        Actor actor,
        String user,
        String password,
        String displayName,
        List<String> groups,
        @Nullable Long quotaBytes,
        Boolean onlyIfAbsent) {
    public PutAccount(
            Actor actor,
            String user,
            String password,
            @Nullable String displayName,
            @Nullable List<String> groups,
            @Nullable Long quotaBytes,
            @Nullable Boolean onlyIfAbsent) {
        this.actor = Require.present(actor, "actor");
        this.user = Require.name(user, "user");
        this.password = Require.present(password, "password");
        this.displayName = displayName == null ? user : displayName;
        this.groups = groups == null ? List.of() : List.copyOf(groups);
        this.quotaBytes = quotaBytes;
        this.onlyIfAbsent = onlyIfAbsent != null && onlyIfAbsent;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PutAccount[user=" + user + "]";
    }
}
