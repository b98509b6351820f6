package io.lockstep.gateway.auth;

/** What a client shows to prove who he is. */
public sealed interface Credentials {
    /** A user name and a password or app password. */
    record Password(String user, String password) implements Credentials {
        /** Without the password. */
        @Override
        public String toString() {
            return "Password[user=" + user + "]";
        }
    }

    /** A token that this product issued. */
    record Token(String token) implements Credentials {
        /** Without the token. */
        @Override
        public String toString() {
            return "Token[]";
        }
    }
}
