package io.lockstep.contract.push;

import io.lockstep.contract.Require;

/** Asks how many users see the whole of a storage; fails with FORBIDDEN as {@link CheckSelfTest} does. */
public record CountMounts(String token, long storage) {
    public CountMounts {
        Require.present(token, "token");
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "CountMounts[storage=" + storage + "]";
    }
}
