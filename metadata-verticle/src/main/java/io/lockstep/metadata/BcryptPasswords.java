package io.lockstep.metadata;

import io.lockstep.contract.Require;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Passwords hashed with bcrypt, on a few workers of their own: a flood of sign-ins is slow for those who sign in and for
 * nobody else. For one event loop.
 */
final class BcryptPasswords implements Passwords {
    private static final int COST = 10;
    private static final int SALT_BYTES = 16;
    /** Of bcrypt: what comes after them, or after a zero byte, does not count. */
    private static final int MAX_BYTES = 72;

    private static final int MAX_WAITING = 256;

    /** The hash of a random password that was thrown away, of the same cost as all others. */
    private static final String NOBODY = "$2y$10$eQkKFAP4B0fa5IRljLEKKOMiiVoVzRmprVe3QhfpQCRW4HekBK8g6";

    private final WorkerExecutor workers;
    private final SecureRandom random = new SecureRandom();
    private int waiting;

    /** @param threads how many passwords are hashed at once on this node */
    BcryptPasswords(Vertx vertx, int threads) {
        this.workers = vertx.createSharedWorkerExecutor("lockstep-passwords", threads);
    }

    @Override
    public Future<String> hash(String password) {
        if (password.isEmpty() || !isHashable(password)) {
            throw Require.badRequest("'password' must have 1 to " + MAX_BYTES + " bytes and no U+0000");
        }
        return work(() -> {
            var salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            return OpenBSDBCrypt.generate(password.toCharArray(), salt, COST);
        });
    }

    @Override
    public Future<Boolean> matches(String password, Optional<String> hash) {
        return work(() -> {
            boolean isEqual = OpenBSDBCrypt.checkPassword(hash.orElse(NOBODY), password.toCharArray());
            return isEqual && hash.isPresent() && isHashable(password);
        });
    }

    Future<Void> close() {
        return workers.close();
    }

    private <T> Future<T> work(Callable<T> task) {
        if (waiting >= MAX_WAITING) {
            return Future.failedFuture(Refusals.unavailable("too many people sign in at once: try again"));
        }
        waiting++;
        return workers.executeBlocking(task, false).onComplete(ended -> waiting--);
    }

    private static boolean isHashable(String password) {
        return password.indexOf(0) < 0 && password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }
}
