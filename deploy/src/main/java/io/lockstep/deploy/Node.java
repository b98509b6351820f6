package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.hazelcast.config.Config;
import io.lockstep.deploy.config.LockstepConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.TimeoutException;

/**
 * The Vert.x of this process: alone, or one of a Hazelcast cluster whose nodes find each other by a list of addresses.
 * Hazelcast carries membership and who listens where; locks and data are never in it.
 */
final class Node {
    private static final long JOIN_SECONDS = 60;
    /** A hung node is taken for gone after this; the default is a minute. */
    private static final String MAX_SILENCE_SECONDS = "15";

    private Node() {}

    static Vertx create(LockstepConfig config, PrometheusMeterRegistry metrics) {
        var options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true));
        config.cluster().ifPresent(name -> options.setEventBusOptions(busOf(config)));
        var builder = Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(metrics));
        return config.cluster()
                .map(name -> join(builder, hazelcast(name, config)))
                .orElseGet(builder::build);
    }

    private static EventBusOptions busOf(LockstepConfig config) {
        return new EventBusOptions().setHost(config.clusterHost());
    }

    private static Vertx join(VertxBuilder builder, Config hazelcast) {
        var name = hazelcast.getClusterName();
        try {
            return builder.withClusterManager(new HazelcastClusterManager(hazelcast))
                    .buildClustered()
                    .await(JOIN_SECONDS, SECONDS);
        } catch (TimeoutException | RuntimeException failure) {
            throw new StartFailure(
                    "The cluster " + name + " cannot be joined: " + Failures.rootMessage(failure)
                            + ": correct LOCKSTEP_CLUSTER_HOST, LOCKSTEP_CLUSTER_PORT or LOCKSTEP_CLUSTER_MEMBERS",
                    failure);
        }
    }

    private static Config hazelcast(String name, LockstepConfig config) {
        var hazelcast = ConfigUtil.loadConfig()
                .setClusterName(name)
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.wait.seconds.before.join", "0")
                .setProperty("hazelcast.max.no.heartbeat.seconds", MAX_SILENCE_SECONDS);
        var network = hazelcast
                .getNetworkConfig()
                .setPort(config.clusterPort())
                .setPortAutoIncrement(false)
                .setPublicAddress(config.clusterHost() + ":" + config.clusterPort());
        network.getInterfaces().setEnabled(true).addInterface(config.clusterHost());
        var join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true);
        config.clusterMembers().forEach(join.getTcpIpConfig()::addMember);
        return hazelcast;
    }
}
