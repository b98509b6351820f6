package io.lockstep.gateway;

import io.lockstep.contract.Bus;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.gateway.attendance.Attendance;
import io.lockstep.gateway.attendance.Lines;
import io.lockstep.gateway.attendance.Roster;
import io.lockstep.gateway.auth.Access;
import io.lockstep.gateway.auth.AccountAuthenticator;
import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.auth.Revocations;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.fanout.BusSources;
import io.lockstep.gateway.fanout.NodeFeeds;
import io.lockstep.gateway.wire.notifypush.NotifyPush;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The gateway of one process: what its event loops share, and one {@link GatewayVerticle} per loop. Wiring only. Deployed once per process; its start fails when a port is taken.
 */
public final class GatewayNode extends VerticleBase {
    private final GatewayConfig config;
    private final PrometheusMeterRegistry metrics;
    private final AtomicInteger boundHttpPort = new AtomicInteger();
    private @Nullable NodeFeeds feeds;
    private @Nullable NotifyPush push;

    public GatewayNode(GatewayConfig config, PrometheusMeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var metadata = new Metadata(bus);
        var locks = new Locks(bus);
        var clock = Clock.systemUTC();
        var access = new Access(metadata, clock);
        var tokens = new Tokens(vertx, config.jwtSecret(), config.tokenTtl());
        var revocations = new Revocations(metadata);
        var authenticator = new AccountAuthenticator(metadata, tokens, revocations, clock);
        var roster = new Roster();
        var lines = new Lines(locks);
        new Attendance(locks, roster).start(vertx);
        var notifyPush = new NotifyPush(vertx, bus, config.push(), metrics);
        push = notifyPush;
        feeds = new NodeFeeds(vertx, metadata, locks, new Events(bus), access, lines, metrics);
        var services = new NodeServices(
                bus,
                feeds,
                new BusSources(metadata, locks),
                roster,
                lines,
                access,
                authenticator,
                tokens,
                new Login(authenticator, config.allowedOrigins(), config.trustedProxies()),
                notifyPush,
                metrics,
                boundHttpPort);
        var node = feeds;
        return feeds.start()
                .compose(listening -> revocations.start(vertx, user -> {
                    authenticator.forget(user);
                    node.signOut(user);
                }))
                .compose(asking -> notifyPush.start())
                .compose(answering -> vertx.deployVerticle(
                        () -> new GatewayVerticle(config, services),
                        new DeploymentOptions().setInstances(config.instances())));
    }

    /** The public port that was bound; 0 before the start. */
    public int httpPort() {
        return boundHttpPort.get();
    }

    /** The figures of the push protocol, as its server tells them; empty before the start. */
    public String pushMetrics() {
        return push == null ? "" : push.metrics();
    }

    @Override
    public Future<?> stop() {
        return feeds == null ? Future.succeededFuture() : feeds.stop();
    }
}
