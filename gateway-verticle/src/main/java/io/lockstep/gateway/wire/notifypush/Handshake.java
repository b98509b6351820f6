package io.lockstep.gateway.wire.notifypush;

import io.lockstep.gateway.auth.Credentials;
import java.util.regex.Pattern;

/**
 * The client's two first text frames: his name, then his secret, each trimmed. Pure.
 *
 * <p>The secret is a password, or one of our tokens: when it has a token's shape it logs in as the token's user whatever
 * the name says, as a pre-auth token of the original does.
 */
sealed interface Handshake {

    /** Nothing has come yet. */
    record AwaitingUser() implements Handshake {
        AwaitingSecret received(String text) {
            return new AwaitingSecret(text.strip());
        }
    }

    /** The name has come; it is empty when the secret is a token. */
    record AwaitingSecret(String user) implements Handshake {
        /** The header of a JWT is a JSON object, which always starts with the same letters in Base64. */
        private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]*\\.[\\w-]+\\.[\\w-]+");

        Complete received(String text) {
            var secret = text.strip();
            return new Complete(
                    user.isEmpty() || TOKEN.matcher(secret).matches()
                            ? new Credentials.Token(secret)
                            : new Credentials.Password(user, secret));
        }
    }

    /** Both have come. */
    record Complete(Credentials credentials) implements Handshake {}

    /** The upgrade itself showed who he is; what he says is ignored as from anybody who is signed in. */
    record Skipped() implements Handshake {}

    default boolean isAwaited() {
        return this instanceof AwaitingUser || this instanceof AwaitingSecret;
    }
}
