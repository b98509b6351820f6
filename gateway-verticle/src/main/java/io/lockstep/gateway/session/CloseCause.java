package io.lockstep.gateway.session;

/** Why the server ends a socket, with the close code that tells the client whether to come back. */
public enum CloseCause {
    /** The server stops: come back, elsewhere or later. */
    SHUTDOWN(1012, "server is restarting", "shutdown"),
    /** The client did not read for too long: come back with the cursor. */
    SLOW_CLIENT(1013, "client reads too slowly", "slow_client"),
    /** Nothing was heard from the client for too long. */
    SILENT(4408, "client is silent", "silent"),
    /** The client sent more than the limits allow. */
    TOO_LARGE(1009, "message is too large", "too_large"),
    /** The client ended the session in its own protocol. */
    DONE(1000, "done", "done");

    private final int code;
    private final String reason;
    private final String label;

    CloseCause(int code, String reason, String label) {
        this.code = code;
        this.reason = reason;
        this.label = label;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /** The value of the {@code cause} label in metrics. */
    public String label() {
        return label;
    }
}
