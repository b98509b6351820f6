package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lockstep.contract.Bus;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.deploy.config.LockstepConfig;
import io.lockstep.deploy.config.NodeRole;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The management port of a process, whatever it runs: {@code /health/live}, {@code /health/ready}, {@code /metrics} and {@code
 * /metrics/notify_push}, for operators only. It is there from the beginning of the start to the end of the stop.
 */
final class Management {
    private static final long CHECK_TIMEOUT_MS = 2_000;
    private static final long ANSWER_MS = 1_500;

    private final Vertx vertx;
    private final LockstepConfig config;
    private final PrometheusMeterRegistry metrics;
    private volatile String notReady = "starting";
    private volatile Supplier<String> pushMetrics = () -> "";

    Management(Vertx vertx, LockstepConfig config, PrometheusMeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.metrics = metrics;
    }

    Future<HttpServer> start(Optional<Registrations> registrations) {
        var live = HealthChecks.create(vertx);
        var ready = HealthChecks.create(vertx);
        ready.register("server", CHECK_TIMEOUT_MS, promise -> promise.complete(state()));
        registrations.ifPresent(cluster -> {
            live.register(
                    "cluster",
                    CHECK_TIMEOUT_MS,
                    promise -> promise.complete(
                            cluster.isAlive()
                                    ? Status.OK()
                                    : Status.KO(reason("the cluster no longer knows of this node: start it anew"))));
            ready.register("cluster", CHECK_TIMEOUT_MS, promise -> promise.complete(status(cluster)));
            Gauge.builder("lockstep_cluster_nodes", cluster::nodes)
                    .description("Nodes of the cluster that this one sees")
                    .register(metrics);
            Gauge.builder("lockstep_cluster_healed", cluster::healed)
                    .description("Registrations of this node that the cluster had lost and that were entered again")
                    .register(metrics);
        });
        registerServices(ready);
        var router = Router.router(vertx);
        router.get("/health/live").handler(HealthCheckHandler.createWithHealthChecks(live));
        router.get("/health/ready").handler(HealthCheckHandler.createWithHealthChecks(ready));
        router.get("/metrics")
                .handler(ctx -> ctx.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape()));
        router.get("/metrics/notify_push")
                .handler(ctx -> ctx.response()
                        .putHeader("Content-Type", "text/plain; charset=utf-8")
                        .end(pushMetrics.get()));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(config.management().port(), config.management().host());
    }

    /**
     * A process needs its own service. A gateway goes on without the others, which fail fast and come back: it only says what is
     * away, as taking all gateways out of service would cost the users what still works.
     */
    private void registerServices(HealthChecks ready) {
        var isGateway = config.runs(NodeRole.GATEWAY);
        var bus = isGateway ? new Bus(vertx) : new Bus(vertx).here();
        if (isGateway || config.runs(NodeRole.METADATA)) {
            var metadata = new Metadata(bus);
            ready.register(
                    "metadata",
                    CHECK_TIMEOUT_MS,
                    promise -> answer(metadata.heads(new ListHeads(List.of())), isGateway, promise));
        }
        if (isGateway || config.runs(NodeRole.LOCK)) {
            var locks = new Locks(bus);
            ready.register(
                    "lock",
                    CHECK_TIMEOUT_MS,
                    promise -> answer(locks.list(new ListLocks("lockstep:health", null)), isGateway, promise));
        }
    }

    /** All parts are up. */
    void ready(Supplier<String> push) {
        pushMetrics = push;
        notReady = "";
    }

    /** Nobody should come any more. */
    void stopping() {
        notReady = "stopping";
    }

    private Status state() {
        return notReady.isEmpty() ? Status.OK() : Status.KO(reason(notReady));
    }

    private static Status status(Registrations cluster) {
        var data = new JsonObject().put("nodes", cluster.nodes());
        return cluster.isIntact()
                ? Status.OK(data)
                : Status.KO(data.put("reason", "the cluster does not know of all that this node listens to"));
    }

    private static void answer(Future<?> asked, boolean mayBeAway, Promise<Status> promise) {
        asked.timeout(ANSWER_MS, MILLISECONDS)
                .map(answered -> Status.OK())
                .otherwise(failure -> {
                    var why = reason(String.valueOf(failure.getMessage()));
                    return mayBeAway ? Status.OK(why.put("away", true)) : Status.KO(why);
                })
                .onComplete(promise);
    }

    private static JsonObject reason(String text) {
        return new JsonObject().put("reason", text);
    }
}
