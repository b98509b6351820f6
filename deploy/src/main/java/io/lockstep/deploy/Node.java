package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.hazelcast.config.Config;
import io.lockstep.contract.BusSecret;
import io.lockstep.deploy.config.Cluster;
import io.lockstep.deploy.config.LockstepConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * The Vert.x of this process: alone, or one of a Hazelcast cluster whose nodes find each other by a list of addresses or by a
 * name. Hazelcast carries membership and who listens where; locks and data are never in it.
 */
record Node(Vertx vertx, Optional<Registrations> registrations) {
    private static final long JOIN_SECONDS = 60;

    /** A hung node is taken for gone after this; the default is a minute. */
    private static final String MAX_SILENCE_SECONDS = "10";

    /** How soon halves of a cluster that was split look for each other; the default is five minutes. */
    private static final String MERGE_SECONDS = "3";

    /** A link to a node that answers no longer is dropped after twice this; the default is 40 s in all. */
    private static final int PING_MILLIS = 2_000;

    private static final int CONNECT_MILLIS = 2_000;

    static Node create(LockstepConfig config, PrometheusMeterRegistry metrics) {
        var options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true));
        var builder = Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(metrics));
        var cluster = config.cluster();
        if (!cluster.enabled()) {
            return new Node(builder.build(), Optional.empty());
        }
        options.setEventBusOptions(bus(cluster));
        var members = new HazelcastClusterManager(hazelcast(cluster));
        var vertx = join(builder.withClusterManager(members), cluster);
        cluster.secret().ifPresent(secret -> BusSecret.of(secret).guard(vertx));
        return new Node(vertx, Optional.of(new Registrations(vertx, members)));
    }

    private static EventBusOptions bus(Cluster cluster) {
        var options = new EventBusOptions()
                .setHost(cluster.host())
                .setPort(cluster.busPort())
                .setConnectTimeout(CONNECT_MILLIS)
                .setClusterPingInterval(PING_MILLIS)
                .setClusterPingReplyInterval(PING_MILLIS)
                .setTcpNoDelay(true);
        if (cluster.tls().isOn()) {
            var tls = cluster.tls();
            options.setSsl(true)
                    .setTrustAll(false)
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(text(tls.certificate()))
                            .addKeyPath(text(tls.key())))
                    .setTrustOptions(new PemTrustOptions().addCertPath(text(tls.authority())));
        }
        return options;
    }

    private static String text(Optional<Path> file) {
        return file.orElseThrow().toString();
    }

    private static Vertx join(VertxBuilder builder, Cluster cluster) {
        try {
            return builder.buildClustered().await(JOIN_SECONDS, SECONDS);
        } catch (TimeoutException | RuntimeException failure) {
            throw new StartFailure(
                    "The cluster " + cluster.name() + " cannot be joined: " + Failures.rootMessage(failure)
                            + ": correct LOCKSTEP_CLUSTER_HOST, LOCKSTEP_CLUSTER_PORT, LOCKSTEP_CLUSTER_BUS_PORT, "
                            + "LOCKSTEP_CLUSTER_MEMBERS or LOCKSTEP_CLUSTER_DNS, or the files of LOCKSTEP_CLUSTER_TLS_*",
                    failure);
        }
    }

    private static Config hazelcast(Cluster cluster) {
        var hazelcast = ConfigUtil.loadConfig()
                .setClusterName(nameWithSecret(cluster))
                .setLiteMember(cluster.lite())
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.wait.seconds.before.join", "0")
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", MAX_SILENCE_SECONDS)
                .setProperty("hazelcast.merge.first.run.delay.seconds", MERGE_SECONDS)
                .setProperty("hazelcast.merge.next.run.delay.seconds", MERGE_SECONDS);
        var address = address(cluster.host());
        var network = hazelcast
                .getNetworkConfig()
                .setPort(cluster.port())
                .setPortAutoIncrement(false)
                .setPublicAddress(address + ":" + cluster.port());
        network.getInterfaces().setEnabled(true).addInterface(address);
        var join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        cluster.dns()
                .ifPresentOrElse(
                        name -> join.getKubernetesConfig()
                                .setEnabled(true)
                                .setProperty("service-dns", name)
                                .setProperty("service-port", String.valueOf(cluster.port())),
                        () -> {
                            join.getTcpIpConfig().setEnabled(true);
                            cluster.members().forEach(join.getTcpIpConfig()::addMember);
                        });
        return hazelcast;
    }

    /** Hazelcast turns away who gives another name. */
    private static String nameWithSecret(Cluster cluster) {
        return cluster.secret()
                .map(secret -> cluster.name() + "-" + BusSecret.digest(secret, "lockstep.cluster"))
                .orElse(cluster.name());
    }

    private static String address(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException unknown) {
            throw new StartFailure(
                    host + " is not known: set LOCKSTEP_CLUSTER_HOST to an address of this machine", unknown);
        }
    }
}
