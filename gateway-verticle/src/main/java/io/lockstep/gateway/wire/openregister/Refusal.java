package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.Lock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Failures as this wire tells them. Pure.
 *
 * <p>Its clients read {@code errors}, {@code error} or {@code message}, whichever comes first: all that fit are given. Of a
 * refusing lock they read {@code lock.user} and {@code lock.expiresAt}; the original's own callers read {@code lockedBy}.
 */
final class Refusal {
    private static final String ERROR = "error";
    private static final String MESSAGE = "message";

    /** A text that clients know. */
    private static final JsonObject NOT_SIGNED_IN =
            new JsonObject().put(ERROR, "Unauthorized").put(MESSAGE, "Current user is not logged in");

    private Refusal() {}

    /** The one place where failures become responses. */
    static ObjectAnswer of(ServiceException failure) {
        return switch (failure.code()) {
            case BAD_REQUEST -> invalid(failure);
            case UNAUTHENTICATED -> ObjectAnswer.of(401, NOT_SIGNED_IN);
            case FORBIDDEN -> lockOrRole(failure);
            case NOT_FOUND -> said(404, failure, failure.message());
            case REVISION_CONFLICT -> said(409, failure, failure.message());
            case LOCKED -> locked(423, failure);
            case UNAVAILABLE -> said(503, failure, failure.message()).with("Retry-After", "1");
            case CURSOR_GONE, TOO_LARGE, RATE_LIMITED, INTERNAL, QUOTA ->
                said(failure.code().httpStatus(), failure, failure.message());
        };
    }

    /** An object that is not there, or is not to be seen. */
    static ServiceException noObject(String error) {
        return new ServiceException(
                FailureCode.NOT_FOUND, "there is no such object", new JsonObject().put(ERROR, error));
    }

    /** A register or schema that is not there, or is not to be seen. */
    static ServiceException noPlace(String register, String schema) {
        return new ServiceException(
                FailureCode.NOT_FOUND,
                "there is no schema " + schema + " in a register " + register + ", or you may not see it");
    }

    /** A release of what is not locked. */
    static ServiceException notLocked() {
        return new ServiceException(
                FailureCode.NOT_FOUND,
                "the object is not locked",
                new JsonObject().put(ERROR, "not-locked").put("locked", false));
    }

    /** Somebody else's lock that the caller wanted to release. */
    static ServiceException notYours(ServiceException locked) {
        return new ServiceException(FailureCode.FORBIDDEN, locked.message(), locked.details());
    }

    /** A lock of somebody else. */
    static ServiceException locked(Lock lock) {
        return new ServiceException(
                FailureCode.LOCKED,
                "the object is locked by " + lock.displayName() + " until " + Stamp.ofEnd(lock.expiresAt()),
                new JsonObject().put("lock", Json.toJson(lock)));
    }

    private static ObjectAnswer invalid(ServiceException failure) {
        var violations = failure.details().getJsonArray("violations");
        if (violations == null) {
            return said(400, failure, failure.message());
        }
        var errors = new JsonArray();
        for (var violation : violations) {
            var one = (JsonObject) violation;
            var message = one.getString(MESSAGE);
            errors.add(new JsonObject()
                    .put("property", one.getString("field"))
                    .put(MESSAGE, message)
                    .put("errors", new JsonArray().add(message)));
        }
        return ObjectAnswer.of(
                400,
                new JsonObject()
                        .put("status", ERROR)
                        .put(MESSAGE, "Validation failed")
                        .put("errors", errors));
    }

    private static ObjectAnswer lockOrRole(ServiceException failure) {
        return LockJson.refusing(failure).isPresent() ? locked(403, failure) : said(403, failure, failure.message());
    }

    private static ObjectAnswer locked(int status, ServiceException failure) {
        var json = new JsonObject();
        LockJson.refusing(failure)
                .ifPresentOrElse(
                        lock -> json.put(ERROR, "Object is locked by " + lock.owner())
                                .put(MESSAGE, failure.message())
                                .put("lockedBy", lock.owner())
                                .put("lock", LockJson.of(lock)),
                        () -> json.put(ERROR, failure.message()).put(MESSAGE, failure.message()));
        return ObjectAnswer.of(status, withUuid(json, failure));
    }

    private static JsonObject withUuid(JsonObject json, ServiceException failure) {
        var uuid = failure.details().getString("uuid");
        return uuid == null ? json : json.put("uuid", uuid);
    }

    private static ObjectAnswer said(int status, ServiceException failure, String error) {
        var json = new JsonObject().put(ERROR, error).put(MESSAGE, failure.message());
        return ObjectAnswer.of(status, json.mergeIn(failure.details()));
    }
}
