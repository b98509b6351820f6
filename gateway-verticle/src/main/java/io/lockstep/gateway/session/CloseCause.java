package io.lockstep.gateway.session;

/** Why the server ends a socket, with the close code that tells the client whether to come back. */
public enum CloseCause {
    /** The server stops: come back, elsewhere or later. */
    SHUTDOWN(1012, "server is restarting"),
    /** The client did not read for too long: come back with the cursor. */
    SLOW_CLIENT(1013, "client reads too slowly"),
    /** What the client signed in with counts no more: sign in again. */
    REVOKED(4401, "sign in again"),
    /** Nothing was heard from the client for too long. */
    SILENT(4408, "client is silent"),
    /** The client sent more than the limits allow. */
    TOO_LARGE(1009, "message is too large");

    private final int code;
    private final String reason;

    CloseCause(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
