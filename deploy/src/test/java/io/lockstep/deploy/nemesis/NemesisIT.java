package io.lockstep.deploy.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.deploy.LockRecord;
import io.lockstep.deploy.LockWorkload;
import io.lockstep.deploy.Rest;
import io.lockstep.deploy.delivery.Crowd;
import io.lockstep.deploy.delivery.Workload;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of real processes on a network of their own, its roles on different hosts, while people write, lock, watch and
 * are removed, and {@link Nemesis} does what a bad day does: afterwards their own notes, the feed and the database are
 * compared, as in the tests of delivery and locks.
 *
 * <p>It takes minutes, so it runs when it is asked for: {@code -Dnemesis.rounds=0} is the short form, {@code
 * -Dnemesis.rounds=5} the long one, with two nodes of each role, and every fault for each of them in every round. {@code
 * -Dseed=} repeats what everybody chooses. What was done and seen is in {@code target/nemesis.md}.
 */
final class NemesisIT {
    private static final Path JAR = Path.of("target", "lockstep.jar");
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int NOT_ASKED_FOR = -1;
    private static final int ROUNDS = Integer.getInteger("nemesis.rounds", NOT_ASKED_FOR);
    private static final int CLIENTS = Integer.getInteger("clients", 40);
    private static final Duration CONVERGED_WITHIN = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final String LOCKS = "crowd:locks";
    private static final List<String> LOCKERS =
            IntStream.rangeClosed(1, 4).mapToObj(number -> "locker" + number).toList();

    private final Path directory;

    NemesisIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void no_promise_breaks_while_every_role_is_killed_frozen_cut_off_and_rolled() throws Exception {
        assumeTrue(ROUNDS != NOT_ASKED_FOR, "Nemesis skipped: -Dnemesis.rounds=0 runs it for some minutes");
        Lab.require();
        System.out.println("NemesisIT: replay the choices with -Dseed=" + SEED);
        var roles = ROUNDS > 0
                ? List.of("gateway", "gateway", "metadata", "metadata", "lock", "lock", "dispatcher", "dispatcher")
                : List.of("gateway", "gateway", "metadata", "lock", "dispatcher");
        try (var lab = Lab.open(roles.size());
                var stores = SharedStores.start(directory, lab.address());
                var cluster = new Cluster(roles, lab, stores, directory)) {
            // Given
            cluster.start(JAR);
            var gateways = cluster.gateways();
            var plan = new Workload.Plan(CLIENTS, 8, false, Duration.ZERO, SEED, CONVERGED_WITHIN, PATIENCE);
            var nemesis = new Nemesis(cluster.nodes(), stores, lab, JAR, nextJar(), SEED);
            try (var workload = new Workload(addresses(gateways), plan);
                    var locks = LockWorkload.start(gateways, LOCKS, LOCKERS, SEED)) {
                // When
                var outcome = workload.runWhile(() -> nemesis.run(ROUNDS));
                var ended = System.nanoTime();
                var answers = locks.end();
                var record = new LockRecord(answers, feed(gateways.get(0)), ended);
                report(nemesis, outcome, record);
                // Then
                assertThat(outcome.checker().findings()).isEmpty();
                assertThat(outcome.behind()).isEmpty();
                assertThat(record.sharedFences()).isEmpty();
                assertThat(record.staleChanges()).isEmpty();
                assertThat(record.lostWrites()).isEmpty();
                assertThat(record.otherFailures()).isEmpty();
            }
        }
    }

    /** The processes, and what they are told. */
    private record Cluster(List<ClusterNode> nodes) implements AutoCloseable {
        Cluster(List<String> roles, Lab lab, SharedStores stores, Path directory) throws IOException {
            this(nodes(roles, lab, stores, directory));
        }

        private static List<ClusterNode> nodes(List<String> roles, Lab lab, SharedStores stores, Path directory)
                throws IOException {
            var members = new ArrayList<String>();
            for (int number = 0; number < roles.size(); number++) {
                members.add(lab.host(number).address() + ":5701");
            }
            var seed = Files.writeString(directory.resolve("seed.json"), seed().encode());
            var nodes = new ArrayList<ClusterNode>();
            for (int number = 0; number < roles.size(); number++) {
                var role = roles.get(number);
                var host = lab.host(number);
                var settings = new HashMap<>(Map.of(
                        "LOCKSTEP_CLUSTER",
                        "true",
                        "LOCKSTEP_CLUSTER_NAME",
                        "nemesis-" + host.namespace(),
                        "LOCKSTEP_CLUSTER_HOST",
                        host.address(),
                        "LOCKSTEP_CLUSTER_BUS_PORT",
                        "5702",
                        "LOCKSTEP_CLUSTER_MEMBERS",
                        String.join(",", members),
                        "LOCKSTEP_CLUSTER_SECRET",
                        "a secret of the nemesis",
                        "LOCKSTEP_ROLES",
                        role,
                        "LOCKSTEP_JWT_SECRET",
                        "x".repeat(32),
                        "LOCKSTEP_POSTGRES_URI",
                        stores.postgresUri(),
                        "LOCKSTEP_REDIS_URI",
                        stores.redisUri()));
                settings.put("LOCKSTEP_CLUSTER_NAME", "nemesis");
                settings.put("LOCKSTEP_HTTP_HOST", host.address());
                settings.put("LOCKSTEP_MANAGEMENT_HOST", host.address());
                settings.put("LOCKSTEP_GRACE_SECONDS", "2");
                settings.put(
                        "LOCKSTEP_DATA_DIR", directory.resolve("data-" + number).toString());
                if (role.equals("metadata")) {
                    settings.put("LOCKSTEP_SEED", seed.toString());
                }
                nodes.add(new ClusterNode(role + "-" + number, host, settings, directory));
            }
            return nodes;
        }

        private static JsonObject seed() {
            var seed = Crowd.seed();
            var members = new JsonObject();
            LOCKERS.forEach(user -> {
                seed.getJsonArray("users")
                        .add(new JsonObject().put("name", user).put("password", user));
                members.put("user:" + user, "editor");
            });
            var documents = new JsonArray()
                    .add(new JsonObject().put("id", "1").put("fields", new JsonObject()))
                    .add(new JsonObject().put("id", "2").put("fields", new JsonObject()));
            seed.getJsonArray("spaces")
                    .add(new JsonObject()
                            .put("id", LOCKS)
                            .put("title", LOCKS)
                            .put("members", members)
                            .put("documents", documents));
            return seed;
        }

        /** Gateways last: one that listens to the network ends when nobody can tell it that the demo passwords are gone. */
        void start(Path jar) throws IOException, InterruptedException {
            start(jar, nodes.stream().filter(node -> !node.isGateway()).toList());
            start(jar, nodes.stream().filter(ClusterNode::isGateway).toList());
        }

        private static void start(Path jar, List<ClusterNode> nodes) throws IOException, InterruptedException {
            for (var node : nodes) {
                node.start(jar);
            }
            for (var node : nodes) {
                System.out.println("NemesisIT: " + node + " ready after another " + node.awaitReady() + " ms");
            }
        }

        /** {@code host:port}. */
        List<String> gateways() {
            return nodes.stream()
                    .filter(ClusterNode::isGateway)
                    .map(node -> node.host().address() + ":" + ClusterNode.HTTP_PORT)
                    .toList();
        }

        @Override
        public void close() {
            nodes.forEach(ClusterNode::close);
        }
    }

    private static List<SocketAddress> addresses(List<String> gateways) {
        return gateways.stream()
                .map(gateway -> SocketAddress.inetSocketAddress(
                        ClusterNode.HTTP_PORT, gateway.substring(0, gateway.indexOf(':'))))
                .toList();
    }

    /** The same program, which says that it is another version. */
    private Path nextJar() throws IOException {
        var next = Files.copy(JAR, directory.resolve("lockstep-next.jar"), StandardCopyOption.REPLACE_EXISTING);
        try (var files = FileSystems.newFileSystem(next)) {
            var manifest = files.getPath("META-INF", "MANIFEST.MF");
            Files.writeString(
                    manifest,
                    Files.readString(manifest)
                            .replaceFirst("Implementation-Version: [^\r\n]+", "Implementation-Version: 99.0.0"));
        }
        return next;
    }

    /** What the people wrote; the documents themselves were there before. */
    private static List<JsonObject> feed(String gateway) throws IOException, InterruptedException {
        var feed = new ArrayList<JsonObject>();
        var rest = new Rest(gateway, LOCKERS.get(0));
        for (var since = ""; ; ) {
            var page = new JsonObject(
                    rest.send("GET", "/api/v1/spaces/" + LOCKS + "/changes?limit=1000" + since, new JsonObject())
                            .body());
            page.getJsonArray("changes").stream()
                    .map(JsonObject.class::cast)
                    .filter(change -> LOCKERS.contains(change.getString("actor")))
                    .forEach(feed::add);
            if (page.getLong("pending") == 0) {
                return feed;
            }
            since = "&since=" + page.getString("cursor");
        }
    }

    private static void report(Nemesis nemesis, Workload.Outcome outcome, LockRecord record) throws IOException {
        var text = new StringBuilder("# What was done to the cluster, and what was seen\n\nSeed " + SEED + ", "
                + CLIENTS + " clients.\n\n| after ms | to | what | seen |\n|---|---|---|---|\n");
        nemesis.done()
                .forEach(deed -> text.append(
                        "| %d | %s | %s | %s |%n".formatted(deed.atMillis(), deed.to(), deed.what(), deed.seen())));
        text.append("\nDelivery: ").append(outcome).append("\n\nLocks: ").append(record.summary());
        text.append("\n\nFindings: ").append(outcome.checker().findings()).append('\n');
        Files.writeString(Path.of("target", "nemesis.md"), text);
        System.out.println(text);
    }
}
