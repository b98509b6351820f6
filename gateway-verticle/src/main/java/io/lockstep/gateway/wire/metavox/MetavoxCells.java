package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * Locking and unlocking a cell.
 *
 * <p>Better than the original behind the same answers: who may not edit is refused, and an unlock that ends no lock of the
 * caller's changes nothing and tells nobody. What ends or renews a lock is announced by the lock service.
 */
final class MetavoxCells {
    private static final long TTL_MS = 30_000;

    private final Edge edge;

    MetavoxCells(Edge edge) {
        this.edge = edge;
    }

    void mount(MetavoxTable table) {
        table.on(HttpMethod.POST, "groupfolders/#/files/#/lock", MetavoxTable.NOT_AUTHENTICATED, this::lock);
        table.on(HttpMethod.POST, "groupfolders/#/files/#/unlock", MetavoxTable.NOT_AUTHENTICATED, this::unlock);
    }

    private Future<MetavoxAnswer> lock(MetavoxRequest request) {
        return request.fieldName()
                .map(field -> edge.access()
                        .require(request.identity(), request.space(), Role.EDITOR)
                        .compose(allowed -> edge.locks().acquire(acquire(request, field)))
                        .map(taken -> MetavoxJson.LOCK_TAKEN)
                        .recover(failure -> Requests.is(failure, FailureCode.LOCKED)
                                ? Future.succeededFuture(MetavoxJson.lockedByAnother((ServiceException) failure))
                                : Future.failedFuture(failure)))
                .orElse(Future.succeededFuture(MetavoxJson.NO_FIELD_NAME));
    }

    /** Also a renewal is announced, as the page's original does. */
    private static AcquireLock acquire(MetavoxRequest request, String field) {
        var identity = request.identity();
        return new AcquireLock(
                identity.actor(),
                identity.displayName(),
                request.space(),
                request.file(),
                field,
                TTL_MS,
                null,
                null,
                null,
                null,
                null,
                true);
    }

    /** Also for who may no longer edit: he may still hold a lock from before. */
    private Future<MetavoxAnswer> unlock(MetavoxRequest request) {
        return request.fieldName()
                .map(field -> edge.access()
                        .require(request.identity(), request.space(), Role.VIEWER)
                        .compose(allowed -> edge.locks()
                                .release(new ReleaseLock(
                                        request.identity().actor(), request.space(), request.file(), field)))
                        .map(released -> MetavoxJson.SUCCESS)
                        .recover(failure -> Requests.is(failure, FailureCode.LOCKED)
                                ? Future.succeededFuture(MetavoxJson.SUCCESS)
                                : Future.failedFuture(failure)))
                .orElse(Future.succeededFuture(MetavoxJson.NO_FIELD_NAME));
    }
}
