package io.lockstep.gateway.auth;

import io.lockstep.contract.metadata.ListRevoked;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.Revoked;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Whose sign-ins count no more, as far as this node knows: accounts that were removed, or that have another password or other
 * groups since. A token is good by its signature alone, so somebody has to remember which are not.
 *
 * <p>The metadata service is asked once a second for what is new; while it is away, what is known counts. Asked by one event
 * loop, read by all of them.
 */
public final class Revocations {
    private static final long INTERVAL_MS = 1_000;

    private final Metadata metadata;
    private final ConcurrentHashMap<String, Instant> before = new ConcurrentHashMap<>();
    private Consumer<String> listener = user -> {};
    private long version;
    private boolean isAsking;

    public Revocations(Metadata metadata) {
        this.metadata = metadata;
    }

    /**
     * Asks from now on. Ends with the first answer, also with none.
     *
     * @param onRevoked told of each user whose sign-ins end from now on
     */
    public Future<Void> start(Vertx vertx, Consumer<String> onRevoked) {
        return ask().otherwiseEmpty().onComplete(asked -> {
            listener = onRevoked;
            vertx.setPeriodic(INTERVAL_MS, timer -> askAgain());
        });
    }

    /** Whether what the user signed in with at that moment counts no more. */
    boolean covers(String user, Instant signedInAt) {
        var end = before.get(user);
        return end != null && signedInAt.isBefore(end);
    }

    private void askAgain() {
        if (!isAsking) {
            isAsking = true;
            // While the service is away this is tried again in a second.
            ask().onComplete(asked -> isAsking = false);
        }
    }

    private Future<Void> ask() {
        return metadata.revoked(new ListRevoked(version)).onSuccess(this::take).mapEmpty();
    }

    private void take(Revoked revoked) {
        version = revoked.version();
        for (var one : List.copyOf(revoked.users())) {
            before.put(one.user(), one.before());
            listener.accept(one.user());
        }
    }
}
