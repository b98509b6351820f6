package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAnswer;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of an object: on its whole document, held by a user with all his tabs.
 *
 * <p>Acquiring is one atomic step of the lock service. A renewal is told to others, whose banners show the minutes that are
 * left. Who may manage the space releases anybody's lock, which breaks it: the audit names both.
 */
final class ObjectLocks {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectLocks.class);

    static final long DEFAULT_SECONDS = 1_800;

    /** More than any lock service gives; it cuts what is longer. */
    private static final long MAX_SECONDS = 31_536_000;

    private static final String BREAK_REASON = "released by who manages the register";

    private final Edge edge;
    private final Places places;

    ObjectLocks(Edge edge, Places places) {
        this.edge = edge;
        this.places = places;
    }

    // The routes

    /** A page that is left can only post: {@code _method} says what it means. */
    Future<ObjectAnswer> post(ObjectCall call) {
        var method = call.query("_method");
        return "DELETE".equalsIgnoreCase(method) ? release(call) : acquire(call);
    }

    private Future<ObjectAnswer> acquire(ObjectCall call) {
        var body = call.body();
        var id = call.path("id");
        var seconds = seconds(body.containsKey("duration") ? body.getValue("duration") : call.query("duration"));
        var process = process(body.containsKey("process") ? body.getValue("process") : call.query("process"));
        return places.find(call, Role.EDITOR)
                .compose(place -> requireObject(call, place, id)
                        .compose(found -> edge.locks()
                                .acquire(new AcquireLock(
                                        call.actor(),
                                        call.identity().displayName(),
                                        place.space(),
                                        id,
                                        Lock.WHOLE_DOCUMENT,
                                        seconds * 1_000,
                                        null,
                                        null,
                                        null,
                                        process,
                                        true,
                                        true))))
                .map(taken -> ObjectAnswer.ok(taken(id, taken)));
    }

    private static JsonObject taken(String id, LockAnswer taken) {
        var json = new JsonObject().put("uuid", id).put("locked", true).put("lock", LockJson.of(taken));
        return Boolean.TRUE.equals(taken.degraded()) ? json.put("degraded", true) : json;
    }

    /** Whole seconds; fails with BAD_REQUEST for what is none, or not at least one. */
    static long seconds(@Nullable Object duration) {
        if (duration == null || duration.equals("")) {
            return DEFAULT_SECONDS;
        }
        double seconds = duration instanceof Number number
                ? number.doubleValue()
                : duration instanceof String text && text.strip().matches("-?[0-9]{1,15}")
                        ? Double.parseDouble(text.strip())
                        : Double.NaN;
        if (!(seconds >= 1)) {
            throw Require.badRequest("'duration' must be a number of seconds, at least 1");
        }
        return (long) Math.min(seconds, MAX_SECONDS);
    }

    private static @Nullable String process(@Nullable Object process) {
        if (process == null || process.equals("")) {
            return null;
        }
        if (process instanceof String text) {
            return text;
        }
        throw Require.badRequest("'process' must be a text");
    }

    /** Also for who may no longer edit: he may still hold a lock from before. */
    Future<ObjectAnswer> release(ObjectCall call) {
        var id = call.path("id");
        return places.find(call, Role.VIEWER)
                .compose(place -> edge.locks()
                        .release(new ReleaseLock(call.actor(), place.space(), id, Lock.WHOLE_DOCUMENT))
                        .<Boolean>map(released -> released.released())
                        .recover(failure -> Requests.is(failure, FailureCode.LOCKED)
                                ? breakLock(call, place, id, (ServiceException) failure)
                                : Future.failedFuture(failure))
                        .compose(isReleased -> isReleased
                                ? Future.succeededFuture(released(id))
                                : requireObject(call, place, id)
                                        .compose(found -> Future.failedFuture(Refusal.notLocked()))));
    }

    private static ObjectAnswer released(String id) {
        return ObjectAnswer.ok(new JsonObject()
                .put("message", "The object is unlocked")
                .put("locked", false)
                .put("uuid", id));
    }

    private Future<Boolean> breakLock(ObjectCall call, ObjectPlace place, String id, ServiceException locked) {
        return edge.access()
                .requireNow(call.identity(), place.space(), Role.MANAGER)
                .recover(failure -> Requests.is(failure, FailureCode.FORBIDDEN)
                        ? Future.failedFuture(Refusal.notYours(locked))
                        : Future.failedFuture(failure))
                .compose(manages -> edge.locks()
                        .breakLock(new BreakLock(
                                call.actor(),
                                call.identity().displayName(),
                                place.space(),
                                id,
                                Lock.WHOLE_DOCUMENT,
                                BREAK_REASON)))
                .map(true)
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    private Future<Void> requireObject(ObjectCall call, ObjectPlace place, String id) {
        return edge.metadata()
                .read(new ReadDocument(call.actor(), place.space(), id))
                .<Void>mapEmpty()
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? Future.failedFuture(Refusal.noObject("Object not found"))
                        : Future.failedFuture(failure));
    }

    // For the other routes

    /** The locks of these objects by their ids. While nobody can tell, there are none to show: writes are judged elsewhere. */
    Future<Map<String, Lock>> of(ObjectPlace place, List<String> ids) {
        return ids.isEmpty()
                ? Future.succeededFuture(Map.of())
                : edge.locks()
                        .list(new ListLocks(place.space(), ids))
                        .map(standing -> standing.locks().stream()
                                .filter(lock -> lock.field().equals(Lock.WHOLE_DOCUMENT))
                                .collect(Collectors.toMap(Lock::document, Function.identity())))
                        .recover(failure -> Requests.is(failure, FailureCode.UNAVAILABLE)
                                ? Future.succeededFuture(Map.of())
                                : Future.failedFuture(failure));
    }

    /** The lock of one object. */
    Future<Optional<Lock>> of(ObjectPlace place, String id) {
        return of(place, List.of(id)).map(locks -> Optional.ofNullable(locks.get(id)));
    }

    /** Fails with LOCKED when somebody else holds it. */
    static void requireNoOther(Optional<Lock> lock, Identity identity) {
        lock.filter(held -> !held.owner().equals(identity.user())).ifPresent(held -> {
            throw Refusal.locked(held);
        });
    }

    /** The write of a holder ends his lock. It has succeeded whatever becomes of this: a lock ends by itself. */
    Future<Void> checkIn(Identity identity, ObjectPlace place, String id) {
        return edge.locks()
                .release(new ReleaseLock(identity.actor(), place.space(), id, Lock.WHOLE_DOCUMENT))
                .<Void>mapEmpty()
                .recover(failure -> {
                    LOG.atDebug()
                            .addKeyValue("space", place.space())
                            .addKeyValue("document", id)
                            .setCause(failure)
                            .log("a lock was not given back after a write");
                    return Future.succeededFuture();
                });
    }
}
