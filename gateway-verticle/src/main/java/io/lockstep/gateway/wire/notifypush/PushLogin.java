package io.lockstep.gateway.wire.notifypush;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.GetAccount;
import io.lockstep.gateway.auth.Credentials;
import io.lockstep.gateway.auth.Nextcloud;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds out who says a name and a secret. In this order: the secret is one of our own signed tokens, or a token for one login,
 * and then it says who he is, whatever the name; or it is the password of that name, at the Nextcloud if there is one.
 */
final class PushLogin {
    /** The header of a JWT is a JSON object, which always starts with the same letters in Base64. */
    private static final Pattern SIGNED_TOKEN = Pattern.compile("eyJ[\\w-]*\\.[\\w-]+\\.[\\w-]+");

    private static final String UID = "index.php/apps/notify_push/uid";

    /** A token that a foreign Nextcloud has published may come later than its user: it answers him before we have heard. */
    private static final int ATTEMPTS = 10;

    private static final long PAUSE_MS = 100;

    private final Edge edge;
    private final NotifyPush push;

    PushLogin(Edge edge, NotifyPush push) {
        this.edge = edge;
        this.push = push;
    }

    /**
     * Fails with UNAUTHENTICATED, or with UNAVAILABLE when it cannot be found out now.
     *
     * @param forwardedFor the addresses through which he came
     */
    Future<Identity> login(Handshake.Complete said, String forwardedFor) {
        if (SIGNED_TOKEN.matcher(said.secret()).matches()) {
            return edge.authenticator().authenticate(new Credentials.Token(said.secret()));
        }
        if (said.user().isEmpty()) {
            return take(said.secret(), said.secret().isEmpty() ? 1 : ATTEMPTS).compose(this::ofToken);
        }
        return push.preAuth()
                .take(said.secret())
                // Who has a password does not need what keeps the tokens.
                .otherwise(Optional.empty())
                .compose(user -> user.map(this::known).orElseGet(() -> password(said, forwardedFor)));
    }

    private Future<Optional<String>> take(String token, int attempts) {
        return push.preAuth()
                .take(token)
                .compose(user -> user.isPresent() || attempts == 1
                        ? Future.succeededFuture(user)
                        : edge.vertx().timer(PAUSE_MS, MILLISECONDS).compose(later -> take(token, attempts - 1)));
    }

    private Future<Identity> ofToken(Optional<String> user) {
        return user.map(this::known)
                .orElseGet(
                        () -> Future.failedFuture(new ServiceException(FailureCode.UNAUTHENTICATED, "no such token")));
    }

    private Future<Identity> password(Handshake.Complete said, String forwardedFor) {
        var password = new Credentials.Password(said.user(), said.secret());
        return push.nextcloud()
                .map(nextcloud -> ask(nextcloud, password, forwardedFor))
                .orElseGet(() -> edge.authenticator().authenticate(password));
    }

    private Future<Identity> ask(Nextcloud nextcloud, Credentials.Password password, String forwardedFor) {
        return nextcloud.user(UID, password, forwardedFor).compose(this::known);
    }

    /** With his name and groups; a user of a Nextcloud who has no account here is let in with none. */
    private Future<Identity> known(String user) {
        return Future.succeededFuture(user)
                .map(GetAccount::new)
                .compose(edge.metadata()::account)
                .map(account -> new Identity(account.user(), account.displayName(), account.groups()))
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? Future.succeededFuture(new Identity(user, user, List.of()))
                        : Future.failedFuture(failure));
    }
}
