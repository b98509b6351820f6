package io.lockstep.contract;

import io.vertx.core.json.JsonObject;

/**
 * A failure with a code from the table, a sentence that says what is wrong and how to mend it, and optional details (a
 * LOCKED failure carries the standing {@code lock}). Has no stack trace: it is an answer, not a fault of ours.
 */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final transient JsonObject details;

    public ServiceException(FailureCode code, String message) {
        this(code, message, new JsonObject());
    }

    public ServiceException(FailureCode code, String message, JsonObject details) {
        super(message, null, false, false);
        this.code = code;
        this.details = details;
    }

    public FailureCode code() {
        return code;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** Extra members of the failure's JSON; empty when there are none. */
    public JsonObject details() {
        return details;
    }

    /** {@code {"code":"LOCKED","message":"…", …details}}: the text of a failed reply on the bus. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("code", code.name())
                .put("message", message())
                .mergeIn(details);
    }
}
