package io.lockstep.gateway.wire.notifypush;

import io.lockstep.contract.Bus;
import io.lockstep.contract.push.PreAuth;
import io.lockstep.contract.push.PushNodes;
import io.lockstep.contract.push.SelfTests;
import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.auth.Nextcloud;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** What all event loops of a node share of the push protocol: its services, its counts, and the Nextcloud behind it, if any. */
public final class NotifyPush {
    private final GatewayConfig.Push config;
    private final PreAuth preAuth;
    private final SelfTests tests;
    private final PushNodes nodes;
    private final Optional<Nextcloud> nextcloud;
    private final PushTally tally;

    public NotifyPush(Vertx vertx, Bus bus, GatewayConfig.Push config, MeterRegistry registry) {
        this.config = config;
        this.preAuth = new PreAuth(bus);
        this.tests = new SelfTests(bus);
        this.nodes = new PushNodes(bus);
        this.nextcloud = config.nextcloud().map(settings -> new Nextcloud(vertx, settings));
        this.tally = new PushTally(registry);
    }

    /** Answers for this node when all are counted, until its verticle stops. */
    public Future<Void> start() {
        return nodes.onCount(tally::counts).completion();
    }

    /** The counts of this node as the original's page shows them. */
    public String metrics() {
        return tally.page();
    }

    GatewayConfig.Push config() {
        return config;
    }

    PreAuth preAuth() {
        return preAuth;
    }

    SelfTests tests() {
        return tests;
    }

    PushNodes nodes() {
        return nodes;
    }

    Optional<Nextcloud> nextcloud() {
        return nextcloud;
    }

    PushTally tally() {
        return tally;
    }
}
