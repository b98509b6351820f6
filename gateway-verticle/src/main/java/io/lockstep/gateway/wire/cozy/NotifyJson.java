package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.ServiceException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The failures of the notify route, as JSON:API has them. Pure. */
final class NotifyJson {
    private NotifyJson() {}

    /** A doctype that is not there is one that the caller may not write. */
    static CozyAnswer failed(ServiceException failure) {
        var detail = failure.message();
        return switch (failure.code()) {
            case NOT_FOUND -> error(403, "you may not send to this doctype");
            case REVISION_CONFLICT -> error(409, detail);
            case UNAUTHENTICATED -> error(401, detail).with("WWW-Authenticate", "Bearer");
            case RATE_LIMITED, UNAVAILABLE ->
                error(failure.code().httpStatus(), detail).with("Retry-After", "1");
            default -> error(failure.code().httpStatus(), detail);
        };
    }

    static CozyAnswer error(int status, String detail) {
        var error = new JsonObject()
                .put("status", String.valueOf(status))
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("detail", detail);
        return CozyAnswer.of(status, new JsonObject().put("errors", new JsonArray().add(error)))
                .with("Content-Type", "application/vnd.api+json");
    }
}
