package io.lockstep.contract.push;

import io.lockstep.contract.Bus;
import io.lockstep.contract.Operation;
import io.lockstep.contract.Require;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The typed client of tokens for one login. Every Future may fail with UNAVAILABLE. */
public final class PreAuth {
    private static final int MAX_TOKEN_LENGTH = 4_096;

    /** Short, for who asks for a token asks again for another when the store is slow. */
    private static final Duration PUT_TIMEOUT = Duration.ofMillis(500);

    private static final Duration TAKE_TIMEOUT = Duration.ofSeconds(3);

    public static final Operation<PutPreAuth, PreAuthKept> PUT =
            new Operation<>("lockstep.preauth.put", PutPreAuth.class, PreAuthKept.class, PUT_TIMEOUT);
    public static final Operation<TakePreAuth, PreAuthTaken> TAKE =
            new Operation<>("lockstep.preauth.take", TakePreAuth.class, PreAuthTaken.class, TAKE_TIMEOUT);

    private final Bus bus;

    public PreAuth(Bus bus) {
        this.bus = bus;
    }

    /** Ends when every node would know the token. */
    public Future<Void> put(String user, String token) {
        return bus.request(PUT, new PutPreAuth(user, token)).mapEmpty();
    }

    /** Whose token it was; of several who show it only one is answered. Empty also for what can be no token. */
    public Future<Optional<String>> take(String token) {
        return isPossible(token)
                ? bus.request(TAKE, new TakePreAuth(token)).map(taken -> Optional.ofNullable(taken.user()))
                : Future.succeededFuture(Optional.empty());
    }

    /** Keeps tokens, until its verticle stops. */
    public Future<Void> servePut(Function<PutPreAuth, Future<PreAuthKept>> handler) {
        return bus.serve(PUT, handler);
    }

    /** Answers for tokens, until its verticle stops. */
    public Future<Void> serveTake(Function<TakePreAuth, Future<PreAuthTaken>> handler) {
        return bus.serve(TAKE, handler);
    }

    private static boolean isPossible(String token) {
        return !token.isEmpty() && token.length() <= MAX_TOKEN_LENGTH;
    }

    static void requireToken(String token) {
        if (!isPossible(Require.present(token, "token"))) {
            throw Require.badRequest("'token' must have 1 to " + MAX_TOKEN_LENGTH + " characters");
        }
    }
}
