package io.lockstep.gateway.wire.notifypush;

import io.lockstep.contract.push.PushHealth;
import io.lockstep.contract.push.SelfTests;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Says to anybody whether push works: {@code {"status":"up"}}, or 503 and what does not. Asked often it is found out once a
 * second. Single-threaded: its event loop.
 */
final class PushHealthPage {
    private static final long FRESH_MS = 1_000;

    private final Vertx vertx;
    private final SelfTests tests;
    private @Nullable Future<PushHealth> known;

    PushHealthPage(Vertx vertx, SelfTests tests) {
        this.vertx = vertx;
        this.tests = tests;
    }

    void serve(RoutingContext ctx) {
        health().onComplete(health -> {
            var isUp = health.succeeded()
                    && health.result().redis()
                    && health.result().ingress();
            var response = ctx.response();
            if (!response.ended() && !response.closed()) {
                response.setStatusCode(isUp ? 200 : 503)
                        .putHeader("Cache-Control", "no-store")
                        .putHeader("Content-Type", "application/json; charset=utf-8")
                        .end(json(isUp, health.succeeded() ? health.result() : null)
                                .encode())
                        .onFailure(gone -> {});
            }
        });
    }

    private Future<PushHealth> health() {
        var fresh = known;
        if (fresh == null) {
            fresh = tests.health();
            known = fresh;
            vertx.setTimer(FRESH_MS, timer -> known = null);
        }
        return fresh;
    }

    /** @param health null when no dispatcher answers */
    private static JsonObject json(boolean isUp, @Nullable PushHealth health) {
        return new JsonObject()
                .put("status", isUp ? "up" : "down")
                .put("dispatcher", health == null ? "down" : "up")
                .put("redis", health != null && health.redis() ? "up" : "down")
                .put("ingress", health != null && health.ingress() ? "up" : "down");
    }
}
