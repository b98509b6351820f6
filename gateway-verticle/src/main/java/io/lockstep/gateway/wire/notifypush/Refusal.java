package io.lockstep.gateway.wire.notifypush;

import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.auth.Nextcloud;

/** The texts with which a client is refused; what follows them is the end of the socket. Clients compare some with these. Pure. */
final class Refusal {
    static final String INVALID_CREDENTIALS = "err: Invalid credentials";
    static final String INVALID_MESSAGE = "err: Invalid authentication message";
    static final String TIMEOUT = "Authentication timeout";
    static final String TOO_MANY = "Error while handling authentication: Connection limit exceeded for user";

    private static final String NOT_CHECKED = "err: Error while sending authentication request to nextcloud: ";

    private Refusal() {}

    /** Why a login failed, with the original's words for what went wrong while it asked its Nextcloud. */
    static String of(ServiceException failure) {
        return switch (failure.code()) {
            case UNAVAILABLE -> NOT_CHECKED + Nextcloud.reason(failure).orElse("Server error: 503 Service Unavailable");
            case INTERNAL -> NOT_CHECKED + "Server error: 500 Internal Server Error";
            case RATE_LIMITED -> NOT_CHECKED + "Client error: 429 Too Many Requests";
            default -> INVALID_CREDENTIALS;
        };
    }
}
