package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.ServiceException;
import io.vertx.core.json.JsonObject;

/** The error frames of the realtime socket. Pure. */
final class Errors {
    private Errors() {}

    static String methodNotAllowed(Command command) {
        return frame(
                "405 Method Not Allowed",
                "method not allowed",
                "The " + command.method() + " method is not supported",
                command.source());
    }

    static String unauthorized(Command command) {
        return frame("401 Unauthorized", "unauthorized", "The authentication has failed", command.source());
    }

    static String noType(Command.Listen command) {
        return frame(
                "404 Page Not Found",
                "page not found",
                "The type parameter is mandatory for SUBSCRIBE",
                command.source());
    }

    static String forbidden(Command.Listen command) {
        return frame(
                "403 Forbidden", "forbidden", "The application can't subscribe to " + command.type(), command.source());
    }

    /** What a resumed subscription would have to begin with is kept no longer. */
    static String gone(Command command) {
        return frame(
                "410 Gone",
                "gone",
                "The changes since then are no longer kept: read the documents again",
                command.source());
    }

    static String tooMany(Command command) {
        return frame(
                "429 Too Many Requests", "too many requests", "The user has too many connections", command.source());
    }

    /** Any failure of a subscription; who may not read a doctype is not told whether there is one. */
    static String failed(Command.Listen command, ServiceException failure) {
        var source = command.source();
        return switch (failure.code()) {
            case UNAVAILABLE -> frame("503 Service Unavailable", "service unavailable", failure.message(), source);
            case RATE_LIMITED -> frame("429 Too Many Requests", "too many requests", failure.message(), source);
            case BAD_REQUEST -> badRequest(command, failure.message());
            case INTERNAL -> frame("500 Internal Server Error", "internal server error", failure.message(), source);
            default -> forbidden(command);
        };
    }

    /** Who asks cannot be found out now. */
    static String unavailable(Command command, ServiceException failure) {
        return frame("503 Service Unavailable", "service unavailable", failure.message(), command.source());
    }

    static String badRequest(Command command, String title) {
        return frame("400 Bad Request", "bad request", title, command.source());
    }

    private static String frame(String status, String code, String title, JsonObject source) {
        return new JsonObject()
                .put("event", "error")
                .put(
                        "payload",
                        new JsonObject()
                                .put("status", status)
                                .put("code", code)
                                .put("title", title)
                                .put("source", source))
                .encode();
    }
}
