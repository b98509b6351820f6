package io.lockstep.gateway.wire.bridge;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.lock.ReleaseLock;
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
 * is replaced. Services check documents and spaces by the actor; locks are checked here, because the lock service knows no
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
        permitLock(Locks.ACQUIRE.address(), AcquireLock.class, Role.EDITOR, edge.locks()::acquire);
        permitLock(Locks.RELEASE.address(), ReleaseLock.class, Role.VIEWER, edge.locks()::release);
        permitLock(Locks.LIST.address(), ListLocks.class, Role.VIEWER, edge.locks()::list);
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

    private static JsonObject asActor(Session session, JsonObject body) {
        Actor actor = session.identity().actor(session.id());
        return body.copy()
                .put("actor", Json.toJson(actor))
                .put("displayName", session.identity().displayName());
    }

    private <Q, A> void permit(String address, Class<Q> type, Function<Q, Future<A>> operation) {
        byAddress.put(
                address,
                (session, body) -> operation.apply(Json.fromJson(body, type)).map(Json::toJson));
    }

    private <Q, A> void permitLock(String address, Class<Q> type, Role role, Function<Q, Future<A>> operation) {
        byAddress.put(address, (session, body) -> {
            var request = Json.fromJson(body, type);
            var space = SpaceId.check(body.getString("space"));
            return edge.access()
                    .require(session.identity(), space, role)
                    .compose(allowed -> operation.apply(request))
                    .map(Json::toJson);
        });
    }
}
