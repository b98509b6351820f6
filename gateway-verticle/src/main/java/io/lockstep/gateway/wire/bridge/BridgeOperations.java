package io.lockstep.gateway.wire.bridge;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.AcquireLocks;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.KnockLock;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.LockAnswer;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.contract.lock.Released;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The bus addresses that a client may send to. The actor of every request is the session's: whatever a client writes there
 * is replaced, but for the name of the session that he speaks for, in {@code session}. Services check documents and spaces by the actor; locks are checked here, because the lock service knows no
 * members.
 */
final class BridgeOperations {
    private final Edge edge;
    private final Map<String, BiFunction<Session, JsonObject, Future<JsonObject>>> byAddress = new HashMap<>();

    BridgeOperations(Edge edge) {
        this.edge = edge;
        var metadata = edge.metadata();
        permit(Metadata.READ.address(), ReadDocument.class, metadata::read);
        permit(Metadata.LIST.address(), ListDocuments.class, metadata::list);
        permit(Metadata.WRITE.address(), WriteDocument.class, metadata::write);
        permit(Metadata.DELETE.address(), DeleteDocument.class, metadata::delete);
        permit(Metadata.CHANGES.address(), ListChanges.class, metadata::changes);
        permit(Metadata.GET_SPACE.address(), GetSpace.class, metadata::space);
        permit(Metadata.LIST_SPACES.address(), ListSpaces.class, metadata::spaces);
        byAddress.put(Subscribing.ADDRESS, new Subscribing(edge.hub())::listen);
        var locks = edge.locks();
        permitLock(Locks.ACQUIRE.address(), AcquireLock.class, Role.EDITOR, this::acquire);
        permitLock(
                Locks.ACQUIRE_ALL.address(), AcquireLocks.class, Role.EDITOR, (session, all) -> locks.acquireAll(all));
        permitLock(Locks.RELEASE.address(), ReleaseLock.class, Role.VIEWER, this::release);
        permitLock(Locks.LIST.address(), ListLocks.class, Role.VIEWER, (session, list) -> locks.list(list));
        permitLock(Locks.KNOCK.address(), KnockLock.class, Role.EDITOR, (session, knock) -> locks.knock(knock));
        permitLock(Locks.BREAK.address(), BreakLock.class, Role.MANAGER, (session, lock) -> locks.breakLock(lock));
        permitLock(Locks.AUDIT.address(), ListLockAudit.class, Role.MANAGER, (session, page) -> locks.audit(page));
    }

    boolean isPermitted(String address) {
        return byAddress.containsKey(address);
    }

    /** Fails with FORBIDDEN for an address that is not permitted, else with what the operation fails with. */
    Future<JsonObject> call(Session session, String address, JsonObject body) {
        var operation = byAddress.get(address);
        if (operation == null) {
            return Future.failedFuture(
                    new ServiceException(FailureCode.FORBIDDEN, "clients may not send to " + address));
        }
        return Future.succeededFuture().compose(nothing -> operation.apply(session, asActor(session, body)));
    }

    private JsonObject asActor(Session session, JsonObject body) {
        var identity = session.identity();
        return body.copy()
                .put("actor", Json.toJson(identity.actor(speaker(session, body))))
                .put("displayName", identity.displayName());
    }

    /** The session's own name if the body gives one, by which its client is known again when it comes back; else its id. */
    private String speaker(Session session, JsonObject body) {
        if (body.getValue("session") == null) {
            return session.id();
        }
        if (!(body.getValue("session") instanceof String name)) {
            throw Require.badRequest("'session' must be a text");
        }
        edge.hub().named(session, Require.name(name, "session"));
        return name;
    }

    private Future<LockAnswer> acquire(Session session, AcquireLock request) {
        return edge.locks()
                .acquire(request)
                .onSuccess(taken -> edge.lines().got(request))
                .onFailure(failure -> waitsIfPlaced(session, request, failure));
    }

    private void waitsIfPlaced(Session session, AcquireLock request, Throwable failure) {
        if (!(failure instanceof ServiceException refusal) || !refusal.details().containsKey("waiting")) {
            return;
        }
        edge.lines().entered(session.id(), request);
        if (session.isClosed()) {
            edge.lines().closed(session.id());
        }
    }

    private Future<Released> release(Session session, ReleaseLock request) {
        return edge.locks().release(request).onSuccess(released -> edge.lines().left(request));
    }

    private <Q, A> void permit(String address, Class<Q> type, Function<Q, Future<A>> operation) {
        byAddress.put(
                address,
                (session, body) -> operation.apply(Json.fromJson(body, type)).map(Json::toJson));
    }

    private <Q, A> void permitLock(
            String address, Class<Q> type, Role role, BiFunction<Session, Q, Future<A>> operation) {
        byAddress.put(address, (session, body) -> {
            var request = Json.fromJson(body, type);
            var space = SpaceId.check(body.getString("space"));
            return edge.access()
                    .require(session.identity(), space, role)
                    .compose(allowed -> operation.apply(session, request))
                    .map(Json::toJson);
        });
    }
}
