package io.lockstep.contract.metadata;

import io.lockstep.contract.Require;

/** Reads an account whose user has shown who he is elsewhere; fails with NOT_FOUND when there is none. */
public record GetAccount(String user) {
    public GetAccount {
        Require.name(user, "user");
    }
}
