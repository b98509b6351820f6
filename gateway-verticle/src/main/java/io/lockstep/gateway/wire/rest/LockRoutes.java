package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Json;
import io.lockstep.contract.Role;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;

/**
 * The operations on locks. The lock service knows no members, so access is checked here; who lost the right to write may
 * still give back what he holds.
 */
final class LockRoutes {
    private final Edge edge;

    LockRoutes(Edge edge) {
        this.edge = edge;
    }

    Future<Answer> list(Call call) {
        var request = new ListLocks(call.space(), null);
        return require(call, Role.VIEWER)
                .compose(allowed -> edge.locks().list(request))
                .map(snapshot -> Answer.ok(Json.toJson(snapshot)));
    }

    /** Renews the lock when the user already holds it. */
    Future<Answer> acquire(Call call) {
        var message = call.message(call.bodyIfAny("ttlMillis"))
                .put("displayName", call.identity().displayName())
                .put("document", call.path("document"))
                .put("field", call.path("field"));
        var request = Json.fromJson(message, AcquireLock.class);
        return require(call, Role.EDITOR)
                .compose(allowed -> edge.locks().acquire(request))
                .map(lock -> Answer.ok(Json.toJson(lock)));
    }

    Future<Answer> release(Call call) {
        var request = new ReleaseLock(call.actor(), call.space(), call.path("document"), call.path("field"));
        return require(call, Role.VIEWER)
                .compose(allowed -> edge.locks().release(request))
                .map(released -> Answer.noContent());
    }

    private Future<Void> require(Call call, Role role) {
        return edge.access().require(call.identity(), call.space(), role);
    }
}
