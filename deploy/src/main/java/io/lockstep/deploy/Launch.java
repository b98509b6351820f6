package io.lockstep.deploy;

import io.lockstep.contract.Bus;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.deploy.config.LockstepConfig;
import io.lockstep.deploy.config.NodeRole;
import io.lockstep.deploy.seed.Seed;
import io.lockstep.deploy.seed.SeedFile;
import io.lockstep.deploy.seed.SeedLoader;
import io.lockstep.dispatcher.DispatcherConfig;
import io.lockstep.dispatcher.DispatcherVerticle;
import io.lockstep.dispatcher.trigger.TriggerConfig;
import io.lockstep.dispatcher.trigger.TriggerVerticle;
import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.GatewayNode;
import io.lockstep.gateway.auth.Nextcloud;
import io.lockstep.gateway.http.TrustedProxies;
import io.lockstep.gateway.wire.cozy.CozyTriggers;
import io.lockstep.lock.LockConfig;
import io.lockstep.lock.LockVerticle;
import io.lockstep.metadata.MetadataConfig;
import io.lockstep.metadata.MetadataVerticle;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.redis.client.RedisClientType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One start: the order in which the parts come up. What does not need each other comes up at the same time; the gateway
 * comes last, so that nobody is let in before everything answers.
 */
final class Launch {
    private final LockstepConfig config;
    private final Progress progress;
    private final Node node;
    private final Vertx vertx;
    private final Stores stores;
    private final Management management;
    private final Closing closing;
    private final Promise<Void> settled = Promise.promise();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Waits until the node has joined its cluster, if it has one; fails with a {@link StartFailure} when it cannot. */
    Launch(LockstepConfig config, Progress progress) {
        this.config = config;
        this.progress = progress;
        this.node = Node.create(config, metrics);
        this.vertx = node.vertx();
        this.closing = new Closing(Duration.ofSeconds(config.graceSeconds()));
        this.management = new Management(vertx, config, metrics);
        this.stores = new Stores(vertx, config, progress, closing);
        closing.add(Part.VERTX, vertx::close);
    }

    /** Fails with a {@link StartFailure}, when everything is closed again. */
    Future<Lockstep> start() {
        // Of no context, as the failed start ends with the event loops closed.
        var result = Promise.<Lockstep>promise();
        vertx.executeBlocking(this::check, false)
                .compose(this::startParts)
                .onComplete(ended -> settled.complete())
                .onSuccess(result::complete)
                .onFailure(failure -> closing.run().onComplete(closed -> result.fail(Failures.explained(failure))));
        return result.future();
    }

    /** Stops what is open. Called in the middle of a start, it waits for its end. */
    Future<Void> close() {
        return settled.future().compose(ended -> stop());
    }

    private Future<Void> stop() {
        management.stopping();
        return closing.run();
    }

    /** What can be found wrong before anything is started. */
    private Optional<Seed> check() {
        if (config.runs(NodeRole.GATEWAY)) {
            Ports.requireFree(config.http().host(), config.http().port(), "LOCKSTEP_HTTP");
        }
        Ports.requireFree(config.management().host(), config.management().port(), "LOCKSTEP_MANAGEMENT");
        stores.lockData();
        var seed = config.seed().map(SeedFile::read);
        if (isReachable()) {
            seed.flatMap(Seed::userWithNameAsPassword).ifPresent(user -> {
                throw demoPassword(user);
            });
        }
        return seed;
    }

    private Future<Lockstep> startParts(Optional<Seed> seed) {
        var metadata = new Metadata(new Bus(vertx));
        return manage().compose(server -> Future.join(meet(), metadata(), lock(), dispatcher())
                .compose(started -> load(metadata, seed))
                .compose(loaded -> open(demoLogins(metadata, seed), server)));
    }

    private Future<HttpServer> manage() {
        return management
                .start(node.registrations())
                .recover(failure -> Future.failedFuture(Ports.inUse(
                        config.management().host(), config.management().port(), "LOCKSTEP_MANAGEMENT", failure)));
    }

    /** So that no user waits for the first message between two nodes. */
    private Future<?> meet() {
        return node.registrations()
                .<Future<?>>map(cluster -> progress.step("cluster", cluster::start))
                .orElseGet(Future::succeededFuture);
    }

    /** On the network nobody is let in before it is known that the demo passwords are gone. */
    private Future<Lockstep> open(Future<List<String>> logins, HttpServer managed) {
        return (isReachable() ? logins : Future.succeededFuture())
                .compose(checked -> gateway())
                // Users are here already, and may keep the database busy: not knowing is no reason to send them away.
                .compose(gateway ->
                        logins.otherwise(List.of()).map(users -> running(gateway, managed.actualPort(), users)));
    }

    private Future<?> metadata() {
        if (!config.runs(NodeRole.METADATA)) {
            return Future.succeededFuture();
        }
        return stores.postgres()
                .compose(uri -> deploy(
                                Part.METADATA,
                                new MetadataVerticle(
                                        MetadataConfig.ofUri(uri)
                                                .withWhenLocksAreAway(config.whenLocksAreAway())
                                                .withFeedRetention(Duration.ofHours(
                                                        config.feed().retentionHours())),
                                        CozyTriggers.DIALECT))
                        .recover(failure -> Future.failedFuture(
                                Failures.ofStore("PostgreSQL", List.of(uri), "LOCKSTEP_POSTGRES_URI", failure))));
    }

    private Future<?> lock() {
        if (!config.runs(NodeRole.LOCK)) {
            return Future.succeededFuture();
        }
        return stores.redis()
                .compose(uris -> deploy(Part.LOCK, new LockVerticle(lockConfig(uris), metrics))
                        .recover(failure ->
                                Future.failedFuture(Failures.ofStore("Redis", uris, "LOCKSTEP_REDIS_URI", failure))));
    }

    private Future<?> dispatcher() {
        if (!config.runs(NodeRole.DISPATCHER)) {
            return Future.succeededFuture();
        }
        return stores.redis()
                .compose(uris -> deploy(
                        Part.DISPATCHER, new DispatcherVerticle(dispatcherConfig(uris), metrics, new LogbackLevels())))
                .compose(deployed -> deploy(Part.TRIGGERS, new TriggerVerticle(triggerConfig(), CozyTriggers.DIALECT)))
                .recover(failure -> Future.failedFuture(Failures.ofPart("dispatcher", failure)));
    }

    private LockConfig lockConfig(List<String> redisUris) {
        return LockConfig.ofUri(redisUris.get(0))
                .withRedis(redisUris, redisType(), config.redis().master().orElse(""))
                .withWhenLocksAreAway(config.whenLocksAreAway())
                .withMaxTtl(Duration.ofSeconds(config.locks().maxTtlSeconds()));
    }

    private DispatcherConfig dispatcherConfig(List<String> redisUris) {
        return DispatcherConfig.withoutIngress()
                .withRedis(redisUris, redisType(), config.redis().master().orElse(""))
                .withNamespace(config.redis().namespace().orElse(""))
                .withSecret(stores.jwtSecret())
                .withStorages(config.push()
                        .databaseUri()
                        .map(uri ->
                                new DispatcherConfig.Storages(uri, config.push().databasePrefix())));
    }

    private TriggerConfig triggerConfig() {
        var triggers = config.triggers();
        return TriggerConfig.DEFAULTS.withDelivery(
                triggers.attempts(),
                Duration.ofMillis(triggers.firstRetryMillis()),
                Duration.ofSeconds(triggers.timeoutSeconds()));
    }

    private RedisClientType redisType() {
        return switch (config.redis().type()) {
            case STANDALONE -> RedisClientType.STANDALONE;
            case SENTINEL -> RedisClientType.SENTINEL;
            case CLUSTER -> RedisClientType.CLUSTER;
        };
    }

    private Future<Void> load(Metadata metadata, Optional<Seed> seed) {
        return seed.map(data -> progress.step("seed", () -> new SeedLoader(metadata).load(data)))
                .orElseGet(Future::succeededFuture);
    }

    private Future<List<String>> demoLogins(Metadata metadata, Optional<Seed> seed) {
        if (seed.isEmpty() && !(isReachable() && reachesMetadata())) {
            return Future.succeededFuture(List.of());
        }
        return DemoLogins.find(metadata)
                .compose(users -> isReachable() && !users.isEmpty()
                        ? Future.failedFuture(demoPassword(users.get(0)))
                        : Future.succeededFuture(users));
    }

    private Future<Optional<GatewayNode>> gateway() {
        if (!config.runs(NodeRole.GATEWAY)) {
            return Future.succeededFuture(Optional.empty());
        }
        var gateway = new GatewayNode(gatewayConfig(), metrics);
        return deploy(Part.GATEWAY, gateway)
                .map(deployed -> Optional.of(gateway))
                .recover(failure -> Future.failedFuture(
                        Failures.isPortTaken(failure)
                                ? Ports.inUse(
                                        config.http().host(), config.http().port(), "LOCKSTEP_HTTP", failure)
                                : Failures.ofPart("gateway", failure)));
    }

    private GatewayConfig gatewayConfig() {
        return new GatewayConfig(
                config.http().host(),
                config.http().port(),
                stores.jwtSecret(),
                GatewayConfig.TOKEN_TTL,
                config.allowedOrigins(),
                Runtime.getRuntime().availableProcessors(),
                GatewayConfig.MAX_BODY_BYTES,
                Duration.ofSeconds(config.graceSeconds()),
                sockets(config.sockets()),
                push(config),
                TrustedProxies.of(config.trustedProxies()));
    }

    private static GatewayConfig.Push push(LockstepConfig config) {
        var nextcloud = config.nextcloud();
        return new GatewayConfig.Push(
                config.push().publicUrl(),
                config.push().maxDebounceSeconds(),
                Duration.ofSeconds(config.push().maxConnectionSeconds()),
                nextcloud
                        .url()
                        .map(url -> new Nextcloud.Settings(url, nextcloud.userAgent(), nextcloud.allowSelfSigned())));
    }

    private static GatewayConfig.Sockets sockets(LockstepConfig.Sockets sockets) {
        return new GatewayConfig.Sockets(
                sockets.takeover(),
                sockets.mergeAboveMessages(),
                sockets.outboxMaxMessages(),
                sockets.outboxMaxBytes(),
                Duration.ofSeconds(sockets.slowClientSeconds()),
                sockets.maxSubscriptions(),
                sockets.maxPerUser());
    }

    private Lockstep running(Optional<GatewayNode> gateway, int managementPort, List<String> logins) {
        management.ready(() -> gateway.map(GatewayNode::pushMetrics).orElse(""));
        return new Lockstep(
                config,
                vertx,
                gateway.map(GatewayNode::httpPort).orElse(0),
                managementPort,
                stores.postgresUri(),
                stores.redisUri(),
                logins,
                this::stop);
    }

    private Future<String> deploy(Part part, Deployable verticle) {
        return progress.step(part.label(), () -> vertx.deployVerticle(verticle))
                .onSuccess(id -> closing.add(part, () -> vertx.undeploy(id)));
    }

    private boolean reachesMetadata() {
        return config.runs(NodeRole.METADATA) || config.cluster().enabled();
    }

    private boolean isReachable() {
        return config.runs(NodeRole.GATEWAY) && !Ports.isLoopback(config.http().host());
    }

    private StartFailure demoPassword(String user) {
        return new StartFailure("User " + user + " still has the name as password, and the server would listen on "
                + config.http().host() + ": change the password or set LOCKSTEP_HTTP_HOST to 127.0.0.1");
    }
}
