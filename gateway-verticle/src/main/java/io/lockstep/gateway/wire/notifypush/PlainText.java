package io.lockstep.gateway.wire.notifypush;

import io.vertx.ext.web.RoutingContext;

/** Answers as the protocol's HTTP paths do: with a line of text. */
final class PlainText {
    private PlainText() {}

    static void send(RoutingContext ctx, int status, String text) {
        var response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("Cache-Control", "no-store");
        if (!text.isEmpty()) {
            response.putHeader("Content-Type", "text/plain; charset=utf-8");
        }
        response.end(text).onFailure(gone -> {});
    }
}
