package io.lockstep.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.push.CheckSelfTest;
import io.lockstep.contract.push.PreAuthKept;
import io.lockstep.contract.push.PreAuthTaken;
import io.lockstep.contract.push.PushHealth;
import io.lockstep.contract.push.PutPreAuth;
import io.lockstep.contract.push.SelfTestCookie;
import io.lockstep.contract.push.TakePreAuth;
import io.lockstep.contract.push.TellVersion;
import io.lockstep.contract.push.VersionTold;
import io.vertx.core.Future;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The rules of what the push protocol needs of all nodes: tokens for one login, which are kept under a keyed hash and never
 * as they are, for they may as well be somebody's password; and the self-test of a Nextcloud.
 */
final class PushService {
    static final Duration TOKEN_TTL = Duration.ofSeconds(15);

    private final PushStore store;
    private final SecretKeySpec key;
    private final Supplier<Future<?>> moment;

    /**
     * Serves from the store.
     *
     * @param secret the same on all nodes
     * @param moment ends when what was published before it has surely come in
     */
    PushService(PushStore store, String secret, Supplier<Future<?>> moment) {
        this.store = store;
        this.key = new SecretKeySpec(("preauth:" + secret).getBytes(UTF_8), "HmacSHA256");
        this.moment = moment;
    }

    Future<PreAuthKept> put(PutPreAuth request) {
        return store.putToken(hash(request.token()), request.user(), TOKEN_TTL).map(kept -> new PreAuthKept());
    }

    Future<PreAuthTaken> take(TakePreAuth request) {
        return store.takeToken(hash(request.token())).map(user -> new PreAuthTaken(user.orElse(null)));
    }

    /** A Nextcloud asks at once after it has published: what it published may be on its way to another node. */
    Future<SelfTestCookie> check(CheckSelfTest request) {
        return authorize(request.token())
                .compose(allowed -> moment.get())
                .compose(passed -> store.cookie())
                .map(SelfTestCookie::new);
    }

    Future<VersionTold> version(TellVersion request) {
        return authorize(request.token())
                .compose(allowed -> store.putVersion(request.version()))
                .map(told -> new VersionTold());
    }

    Future<PushHealth> health() {
        return store.hasListener()
                .map(listens -> new PushHealth(true, listens))
                .otherwise(away -> new PushHealth(false, false));
    }

    /** Fails with FORBIDDEN unless the token is the one that stands in the store. */
    Future<Void> authorize(String token) {
        return store.testToken()
                .compose(expected -> expected.filter(known -> !known.isEmpty() && equal(known, token))
                        .map(same -> Future.<Void>succeededFuture())
                        .orElseGet(() -> Future.failedFuture(new ServiceException(
                                FailureCode.FORBIDDEN, "this is not the token of the self-test"))));
    }

    /** In the same time wherever they differ. */
    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    private String hash(String token) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(token.getBytes(UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
