package io.lockstep.lock;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A real Redis cluster: three primaries with a third of the slots each, and a replica of the first. */
final class TestCluster implements AutoCloseable {
    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;
    private static final int SHARE = SLOTS / PRIMARIES + 1;

    private final List<TestRedis> primaries =
            Stream.generate(TestCluster::node).limit(PRIMARIES).toList();
    private final TestRedis replica = node();

    private TestCluster() {}

    static TestCluster start() {
        var cluster = new TestCluster();
        var first = cluster.primaries.get(0);
        for (int index = 0; index < PRIMARIES; index++) {
            var primary = cluster.primaries.get(index);
            primary.ask(Command.CLUSTER, "SET-CONFIG-EPOCH", index + 1);
            primary.ask(Command.CLUSTER, slots(index));
        }
        cluster.nodes().skip(1).forEach(node -> first.ask(Command.CLUSTER, "MEET", "127.0.0.1", node.port()));
        var firstId = first.ask(Command.CLUSTER, "MYID");
        cluster.replica.awaitAnswer(firstId, Command.CLUSTER, "NODES");
        cluster.replica.ask(Command.CLUSTER, "REPLICATE", firstId);
        cluster.awaitWhole();
        return cluster;
    }

    Stream<TestRedis> nodes() {
        return Stream.concat(primaries.stream(), Stream.of(replica));
    }

    TestRedis primary(int index) {
        return primaries.get(index);
    }

    TestRedis replica() {
        return replica;
    }

    /** Of which only the first URI names a server that is there; the others are learned. */
    LockConfig config() throws IOException {
        var uris = List.of(primaries.get(1).uri(), "redis://127.0.0.1:" + TestRedis.freePort());
        return LockConfig.ofUri(uris.get(0)).withRedis(uris, RedisClientType.CLUSTER, "");
    }

    /** With a time limit that a busy machine does not reach. */
    LockConfig patientConfig() throws IOException {
        return config().withCommandTimeout(Duration.ofSeconds(10));
    }

    /** A space whose locks are on this primary. */
    String spaceAt(int index) {
        return IntStream.range(0, SLOTS)
                .mapToObj(number -> "metavox:" + number)
                .filter(space -> slot(space) / SHARE == index)
                .findFirst()
                .orElseThrow();
    }

    void empty() {
        primaries.forEach(primary -> primary.ask(Command.FLUSHALL));
    }

    /** Until every node sees every other, and the replica has what its primary has. */
    void awaitWhole() {
        nodes().forEach(node -> {
            node.awaitAnswer("cluster_state:ok", Command.CLUSTER, "INFO");
            node.awaitAnswer("cluster_known_nodes:" + (PRIMARIES + 1), Command.CLUSTER, "INFO");
            node.awaitAnswer("slave", Command.CLUSTER, "NODES");
        });
        nodes().filter(node -> node.ask(Command.ROLE).startsWith("[slave"))
                .forEach(node -> node.awaitAnswer("connected", Command.ROLE));
    }

    @Override
    public void close() {
        nodes().forEach(TestRedis::kill);
    }

    private static TestRedis node() {
        return TestRedis.startOwn(
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "1000",
                "--cluster-require-full-coverage",
                "no",
                "--cluster-replica-validity-factor",
                "0");
    }

    private static int slot(String space) {
        return RedisSlots.of(Request.cmd(Command.GET).arg(SpaceKeys.of(space).counters()));
    }

    private static Object[] slots(int index) {
        var arguments = new ArrayList<Object>(List.of("ADDSLOTS"));
        IntStream.range(index * SHARE, Math.min(SLOTS, (index + 1) * SHARE)).forEach(arguments::add);
        return arguments.toArray();
    }
}
