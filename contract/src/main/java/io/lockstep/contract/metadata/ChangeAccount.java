package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates an account, or changes some of one; for admins. Another password, or groups, end the user's sessions and the tokens
 * that he has: he signs in again. Fails with REVISION_CONFLICT when the account to be created is there, with NOT_FOUND when the
 * one to be changed is not.
 *
 * @param create whether it is created; a password is needed then
 * @param password null leaves it as it is
 * @param displayName null leaves it as it is; the user at first
 * @param groups all of them; null leaves them as they are, none at first
 * @param quotaBytes null leaves it as it is, no limit at first
 * @param unlimited whether the quota is taken away
 */
public record ChangeAccount(
        Actor actor,
        String user,
        Boolean create,
        @Nullable String password,
        @Nullable String displayName,
        @Nullable List<String> groups,
        @Nullable Long quotaBytes,
        Boolean unlimited) {
    public ChangeAccount(
            Actor actor,
            String user,
            @Nullable Boolean create,
            @Nullable String password,
            @Nullable String displayName,
            @Nullable List<String> groups,
            @Nullable Long quotaBytes,
            @Nullable Boolean unlimited) {
        this.actor = Require.present(actor, "actor");
        this.user = Require.name(user, "user");
        this.create = create != null && create;
        this.password = this.create ? Require.present(password, "password") : password;
        this.displayName = displayName == null ? null : Require.name(displayName, "displayName");
        this.groups = groups == null ? null : List.copyOf(groups);
        this.quotaBytes = quotaBytes;
        this.unlimited = unlimited != null && unlimited;
        if (this.groups != null) {
            this.groups.forEach(group -> Require.name(group, "groups"));
        }
        if (quotaBytes != null) {
            Require.within(quotaBytes, 0, Long.MAX_VALUE, "quotaBytes");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ChangeAccount[user=" + user + "]";
    }
}
