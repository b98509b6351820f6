package io.lockstep.gateway.auth;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Authenticate;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords against the accounts, and tokens by their signature.
 *
 * <p>A password check is slow by design, and Basic clients send the password with every request: a right one is remembered
 * for {@link #REMEMBERED} under a keyed hash, never itself. Shared by all event loops of the node.
 */
public final class AccountAuthenticator implements Authenticator {
    static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 10_000;

    private final Metadata metadata;
    private final Tokens tokens;
    private final Revocations revocations;
    private final Clock clock;
    private final SecretKeySpec key;
    private final ConcurrentHashMap<String, Entry> remembered = new ConcurrentHashMap<>();

    private record Entry(Identity identity, Instant until) {}

    public AccountAuthenticator(Metadata metadata, Tokens tokens, Revocations revocations, Clock clock) {
        this.metadata = metadata;
        this.tokens = tokens;
        this.revocations = revocations;
        this.clock = clock;
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "HmacSHA256");
    }

    @Override
    public Future<Identity> authenticateLimited(Credentials credentials) {
        if (credentials instanceof Credentials.Password password) {
            return password(password);
        }
        var token = ((Credentials.Token) credentials).token();
        return tokens.verify(token)
                .compose(identity -> revocations.covers(identity.user(), Tokens.issuedAt(token))
                        ? Future.failedFuture(new ServiceException(
                                FailureCode.UNAUTHENTICATED, "the token is no longer good: sign in again"))
                        : Future.succeededFuture(identity));
    }

    /** The user's password is asked for again. */
    public void forget(String user) {
        remembered.values().removeIf(entry -> entry.identity().user().equals(user));
    }

    private Future<Identity> password(Credentials.Password password) {
        var hash = hash(password);
        var entry = remembered.get(hash);
        if (entry != null && clock.instant().isBefore(entry.until())) {
            return Future.succeededFuture(entry.identity());
        }
        return Future.succeededFuture()
                .map(nothing -> new Authenticate(password.user(), password.password()))
                .compose(metadata::authenticate)
                .map(account -> {
                    var identity = new Identity(account.user(), account.displayName(), account.groups());
                    if (remembered.size() >= MAX_REMEMBERED) {
                        remembered.clear();
                    }
                    remembered.put(hash, new Entry(identity, clock.instant().plus(REMEMBERED)));
                    return identity;
                });
    }

    private String hash(Credentials.Password password) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(password.user().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(password.password().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
