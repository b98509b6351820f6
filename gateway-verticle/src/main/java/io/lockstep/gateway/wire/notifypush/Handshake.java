package io.lockstep.gateway.wire.notifypush;

/** The client's two first text frames: his name, then his secret, each trimmed. Pure. */
sealed interface Handshake {

    /** Nothing has come yet. */
    record AwaitingUser() implements Handshake {
        AwaitingSecret received(String text) {
            return new AwaitingSecret(text.strip());
        }
    }

    /** The name has come; it is empty when the secret is a token. */
    record AwaitingSecret(String user) implements Handshake {
        Complete received(String text) {
            return new Complete(user, text.strip());
        }
    }

    /** Both have come. */
    record Complete(String user, String secret) implements Handshake {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Complete[user=" + user + "]";
        }
    }

    /** The upgrade itself showed who he is; what he says is ignored as from anybody who is signed in. */
    record Skipped() implements Handshake {}

    default boolean isAwaited() {
        return this instanceof AwaitingUser || this instanceof AwaitingSecret;
    }
}
