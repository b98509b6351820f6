package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Json;
import io.lockstep.contract.Role;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.AcquireLocks;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.KnockLock;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

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
        var request = new ListLocks(call.space(), call.queries("document"));
        return allowed(call, Role.VIEWER, request, edge.locks()::list);
    }

    Future<Answer> audit(Call call) {
        var request = new ListLockAudit(call.space(), call.query("before"), call.limit());
        return allowed(call, Role.MANAGER, request, edge.locks()::audit);
    }

    /** Renews the lock when its owner asks again. */
    Future<Answer> acquire(Call call) {
        var body = call.bodyIfAny("ttlMillis", "exclusive", "session", "releaseOnDisconnect", "queue", "process");
        var request = Json.fromJson(ofCell(call, body), AcquireLock.class);
        return allowed(call, Role.EDITOR, request, edge.locks()::acquire);
    }

    Future<Answer> acquireAll(Call call) {
        var body = call.body("cells", "ttlMillis", "exclusive", "session", "releaseOnDisconnect");
        var request = Json.fromJson(named(call, body), AcquireLocks.class);
        return allowed(call, Role.EDITOR, request, edge.locks()::acquireAll);
    }

    Future<Answer> release(Call call) {
        var actor = call.actor(call.query("session"));
        var request = new ReleaseLock(actor, call.space(), call.path("document"), call.path("field"));
        return allowed(call, Role.VIEWER, request, edge.locks()::release).map(released -> Answer.noContent());
    }

    Future<Answer> breakLock(Call call) {
        var body = call.body("reason");
        var request = Json.fromJson(ofCell(call, body.put("reason", RestJson.text(body, "reason"))), BreakLock.class);
        return allowed(call, Role.MANAGER, request, edge.locks()::breakLock);
    }

    Future<Answer> knock(Call call) {
        var request = Json.fromJson(ofCell(call, call.bodyIfAny("session")), KnockLock.class);
        return allowed(call, Role.EDITOR, request, edge.locks()::knock);
    }

    private static JsonObject ofCell(Call call, JsonObject body) {
        return named(call, body).put("document", call.path("document")).put("field", call.path("field"));
    }

    private static JsonObject named(Call call, JsonObject body) {
        return call.message(body).put("displayName", call.identity().displayName());
    }

    private <Q, A> Future<Answer> allowed(Call call, Role needed, Q request, Function<Q, Future<A>> operation) {
        return edge.access()
                .require(call.identity(), call.space(), needed)
                .compose(allowed -> operation.apply(request))
                .map(answer -> Answer.ok(Json.toJson(answer)));
    }
}
