package io.lockstep.contract;

/**
 * The only error table: every failure that leaves a service is one of these, and every wire maps from it in one method.
 *
 * <p>The number is what a caller on the bus sees as the failure code. A retryable failure may be tried again unchanged;
 * any other needs a different request.
 */
public enum FailureCode {
    BAD_REQUEST(400, false, 400, 4400, "bad_request"),
    UNAUTHENTICATED(401, false, 401, 4401, "unauthenticated"),
    FORBIDDEN(403, false, 403, 4403, "forbidden"),
    NOT_FOUND(404, false, 404, 4404, "not_found"),
    CURSOR_GONE(410, false, 410, 4410, "cursor_gone"),
    REVISION_CONFLICT(412, false, 412, 4412, "revision_conflict"),
    TOO_LARGE(413, false, 413, 1009, "too_large"),
    LOCKED(423, false, 423, 4423, "locked"),
    RATE_LIMITED(429, true, 429, 4429, "rate_limited"),
    INTERNAL(500, false, 500, 1011, "internal"),
    UNAVAILABLE(503, true, 503, 1013, "unavailable"),
    QUOTA(507, false, 507, 4507, "quota");

    private final int number;
    private final boolean isRetryable;
    private final int httpStatus;
    private final int closeCode;
    private final String label;

    FailureCode(int number, boolean isRetryable, int httpStatus, int closeCode, String label) {
        this.number = number;
        this.isRetryable = isRetryable;
        this.httpStatus = httpStatus;
        this.closeCode = closeCode;
        this.label = label;
    }

    public int number() {
        return number;
    }

    public boolean isRetryable() {
        return isRetryable;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The WebSocket close code when the failure ends a socket. */
    public int closeCode() {
        return closeCode;
    }

    /** The value of the {@code code} label in metrics. */
    public String label() {
        return label;
    }

    /** The code with this number; INTERNAL for a number that is not in the table. */
    public static FailureCode ofNumber(int number) {
        for (var code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return INTERNAL;
    }
}
