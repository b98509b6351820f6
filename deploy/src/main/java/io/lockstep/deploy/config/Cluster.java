package io.lockstep.deploy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether this process is one of a cluster, and how its nodes find and trust each other. */
public record Cluster(
        @Setting(
                value =
                        "Whether this process joins a cluster. Needs a PostgreSQL and a Redis that all of its nodes use.",
                standard = "false")
        boolean enabled,

        @Setting(value = "Name of the cluster: nodes of other names are turned away.", standard = "lockstep")
        String name,

        @Setting(
                "Nodes of the cluster, `host:port,host:port`; one that is up is enough, and its own address may be among "
                        + "them.")
        List<String> members,

        @Setting("Name whose addresses are the nodes, instead of a list: the headless Service of Kubernetes.")
        Optional<String> dns,

        @Setting(
                value = "Address of this node, by which the others reach it; in Kubernetes the pod's.",
                standard = "127.0.0.1")
        String host,

        @Setting(value = "Port for who is there and who listens to what.", standard = "5701")
        int port,

        @Setting(value = "Port for messages; 0 for any free one.", standard = "0")
        int busPort,

        @Setting(
                value =
                        "Whether this node keeps nothing of what the cluster knows of itself: for many gateways, that come and "
                                + "go without anything being moved. Some node must keep it.",
                standard = "false")
        boolean lite,

        @Setting(
                "Secret that the nodes share: without it a process is not let in, and its messages are dropped. 16 bytes "
                        + "or more.")
        Optional<String> secret,

        Tls tls) {
    private static final int MIN_SECRET_LENGTH = 16;

    public Cluster {
        LockstepConfig.requirePort(port, "cluster.port");
        LockstepConfig.requirePort(busPort, "cluster.busPort");
        LockstepConfig.require(
                dns.isEmpty() || members.isEmpty(),
                "cluster.dns and cluster.members must not both be given: one of them says where the nodes are");
        LockstepConfig.require(
                secret.isEmpty() || secret.get().length() >= MIN_SECRET_LENGTH,
                "cluster.secret must have at least " + MIN_SECRET_LENGTH + " bytes");
        members = List.copyOf(members);
    }

    /** The files with which nodes encrypt their messages and know each other. All three, or none. */
    public record Tls(
            @Setting(
                    "PEM file of the node's certificate: with it messages between nodes are encrypted, and taken from nodes "
                            + "only whose certificate the authority has signed.")
            Optional<Path> certificate,

            @Setting("PEM file of its private key (PKCS 8).")
            Optional<Path> key,

            @Setting("PEM file of the authority that has signed the certificates of all nodes.")
            Optional<Path> authority) {
        public Tls {
            LockstepConfig.require(
                    certificate.isPresent() == key.isPresent() && key.isPresent() == authority.isPresent(),
                    "cluster.tls.certificate goes with cluster.tls.key and cluster.tls.authority: give all or none");
        }

        public boolean isOn() {
            return certificate.isPresent();
        }
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "Cluster[name=" + name + ", host=" + host + ", port=" + port + "]";
    }
}
