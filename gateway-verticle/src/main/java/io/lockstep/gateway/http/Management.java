package io.lockstep.gateway.http;

import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.gateway.GatewayConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import java.util.List;
import java.util.function.Supplier;

/** The management port: {@code /health/live}, {@code /health/ready}, {@code /metrics} and {@code /metrics/notify_push}, for operators only. */
public final class Management {
    private static final long CHECK_TIMEOUT_MS = 2_000;

    private Management() {}

    public static Future<HttpServer> start(
            Vertx vertx,
            GatewayConfig config,
            Metadata metadata,
            Locks locks,
            PrometheusMeterRegistry metrics,
            Supplier<String> pushMetrics) {
        var ready = HealthChecks.create(vertx);
        ready.register(
                "metadata",
                CHECK_TIMEOUT_MS,
                promise -> metadata.heads(new ListHeads(List.of()))
                        .map(heads -> Status.OK())
                        .otherwise(failure -> Status.KO(reason(failure)))
                        .onComplete(promise));
        ready.register(
                "lock",
                CHECK_TIMEOUT_MS,
                promise -> locks.list(new ListLocks("lockstep:health", null))
                        .map(snapshot -> Status.OK())
                        .otherwise(failure -> Status.KO(reason(failure)))
                        .onComplete(promise));
        var router = Router.router(vertx);
        router.get("/health/live").handler(HealthCheckHandler.createWithHealthChecks(HealthChecks.create(vertx)));
        router.get("/health/ready").handler(HealthCheckHandler.createWithHealthChecks(ready));
        router.get("/metrics")
                .handler(ctx -> ctx.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape()));
        router.get("/metrics/notify_push")
                .handler(ctx -> ctx.response()
                        .putHeader("Content-Type", "text/plain; charset=utf-8")
                        .end(pushMetrics.get()));
        return vertx.createHttpServer().requestHandler(router).listen(config.managementPort(), config.managementHost());
    }

    private static JsonObject reason(Throwable failure) {
        return new JsonObject().put("reason", String.valueOf(failure.getMessage()));
    }
}
