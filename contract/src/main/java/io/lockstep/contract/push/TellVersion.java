package io.lockstep.contract.push;

import io.lockstep.contract.Require;

/** Leaves the version of the push protocol for a Nextcloud to read; fails with FORBIDDEN as {@link CheckSelfTest} does. */
public record TellVersion(String token, String version) {
    public TellVersion {
        Require.present(token, "token");
        Require.present(version, "version");
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "TellVersion[version=" + version + "]";
    }
}
