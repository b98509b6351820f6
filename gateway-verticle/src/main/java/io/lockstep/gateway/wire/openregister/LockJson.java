package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.Json;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAnswer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A lock as clients read it, in {@code @self.locked} and in the answers of the lock routes. Pure.
 *
 * <p>The original stores {@code expiration} and its client reads {@code expiresAt}: both are given.
 */
final class LockJson {
    private LockJson() {}

    static JsonObject of(Lock lock) {
        var ttlMillis = lock.ttlMillis();
        var ends = Stamp.ofEnd(lock.expiresAt());
        return new JsonObject()
                .put("user", lock.owner())
                .put("displayName", lock.displayName())
                .put("process", lock.process())
                .put("created", Stamp.ofNullable(lock.created()))
                .put("duration", ttlMillis == null ? null : ttlMillis / 1_000)
                .put("expiration", ends)
                .put("expiresAt", ends)
                .put("kind", "user");
    }

    static JsonObject of(LockAnswer answer) {
        return of(new Lock(
                answer.space(),
                answer.document(),
                answer.field(),
                answer.owner(),
                answer.displayName(),
                answer.fence(),
                answer.expiresAt(),
                answer.session(),
                null,
                answer.process(),
                answer.created(),
                answer.ttlMillis()));
    }

    /** The lock that a refusal carries; empty when it names none. */
    static Optional<Lock> refusing(ServiceException failure) {
        return Optional.ofNullable(failure.details().getJsonObject("lock"))
                .map(json -> Json.fromJson(json, Lock.class));
    }
}
