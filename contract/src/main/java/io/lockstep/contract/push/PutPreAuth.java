package io.lockstep.contract.push;

import io.lockstep.contract.Require;

/** Keeps a token with which the user may sign in once, within 15 seconds. The same token again takes the place of the first. */
public record PutPreAuth(String user, String token) {
    public PutPreAuth {
        Require.name(user, "user");
        PreAuth.requireToken(token);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "PutPreAuth[user=" + user + "]";
    }
}
