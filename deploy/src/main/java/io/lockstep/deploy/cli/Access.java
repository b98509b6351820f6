package io.lockstep.deploy.cli;

import io.lockstep.contract.Actor;
import io.lockstep.deploy.config.LockstepConfig;
import io.lockstep.deploy.embedded.DataDir;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a command shows that it may: with a token that it signs itself. Who can read the server's secret may do anything anyway,
 * so it needs no account, and works on a server that has none yet.
 */
public final class Access {
    /** As long as a command may run. */
    private static final Duration SHORT = Duration.ofMinutes(10);

    private static final Identity ADMIN =
            new Identity(Actor.SYSTEM.user(), Actor.SYSTEM.user(), List.of(Actor.ADMIN_GROUP));

    private Access() {}

    /** A token of an admin: the one of the environment, or one that is signed now. */
    public static String adminToken(LockstepConfig config, Terminal terminal) {
        return Optional.ofNullable(terminal.environment().get("LOCKSTEP_TOKEN"))
                .filter(token -> !token.isEmpty())
                .orElseGet(() -> token(config, ADMIN, SHORT));
    }

    /** Fails with a {@link CommandFailure} where the secret is not to be had. */
    public static String token(LockstepConfig config, Identity identity, Duration ttl) {
        var secret = secret(config)
                .orElseThrow(
                        () -> new CommandFailure("the server's secret is not here: run this as the server's user and"
                                + " with its settings (LOCKSTEP_JWT_SECRET, or LOCKSTEP_DATA_DIR in which it keeps one), or give"
                                + " an admin's token in LOCKSTEP_TOKEN"));
        var vertx = Vertx.vertx();
        try {
            return new Tokens(vertx, secret, ttl).issue(identity);
        } finally {
            vertx.close().await();
        }
    }

    private static Optional<String> secret(LockstepConfig config) {
        return config.jwtSecret().or(() -> new DataDir(config.dataDir()).jwtSecretIfAny());
    }
}
