package io.lockstep.contract.push;

import io.lockstep.contract.Require;

/**
 * Asks for the number that a Nextcloud has published last for its self-test; fails with FORBIDDEN unless the token is the
 * one that it has left for that.
 */
public record CheckSelfTest(String token) {
    public CheckSelfTest {
        Require.present(token, "token");
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "CheckSelfTest[]";
    }
}
