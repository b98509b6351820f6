package io.lockstep.contract.metadata;

import io.lockstep.contract.Require;

/** Asks whether a password is the account's; fails with UNAUTHENTICATED, in the same time, for a wrong user or password. */
public record Authenticate(String user, String password) {
    public Authenticate {
        Require.name(user, "user");
        Require.present(password, "password");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Authenticate[user=" + user + "]";
    }
}
