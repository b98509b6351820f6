package io.lockstep.gateway.wire.cloud;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.json.JsonObject;

/** The responses of a Nextcloud server about itself. Pure. */
final class CloudJson {
    private static final JsonObject NO_REASON = new JsonObject().put("errorType", "Exception");

    private CloudJson() {}

    static JsonObject status() {
        return new JsonObject()
                .put("installed", true)
                .put("maintenance", false)
                .put("needsDbUpgrade", false)
                .put("version", "33.0.0.0")
                .put("versionstring", "33.0.0")
                .put("edition", "")
                .put("productname", "Lockstep")
                .put("extendedSupport", false);
    }

    /** @param capabilities of the wires, each under its key */
    static JsonObject capabilities(JsonObject capabilities) {
        return new JsonObject()
                .put(
                        "version",
                        new JsonObject()
                                .put("major", 33)
                                .put("minor", 0)
                                .put("micro", 0)
                                .put("string", "33.0.0")
                                .put("edition", "")
                                .put("extendedSupport", false))
                .put("capabilities", capabilities);
    }

    static JsonObject token(String random) {
        return new JsonObject().put("token", random);
    }

    static JsonObject user(Identity identity) {
        return new JsonObject()
                .put("id", identity.user())
                .put("enabled", true)
                .put("displayname", identity.displayName())
                .put("display-name", identity.displayName());
    }

    /** The envelope of Nextcloud's own interface. */
    static JsonObject ocs(int statusCode, JsonObject data) {
        var meta = new JsonObject()
                .put("status", "ok")
                .put("statuscode", statusCode)
                .put("message", "OK");
        return new JsonObject().put("ocs", new JsonObject().put("meta", meta).put("data", data));
    }

    /** The body of any failure. */
    static JsonObject failed(ServiceException failure) {
        return failure.code() == FailureCode.UNAUTHENTICATED
                ? new JsonObject().put("message", failure.message())
                : NO_REASON;
    }
}
