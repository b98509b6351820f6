package io.lockstep.deploy.nemesis;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Does to a cluster what a bad day does, one thing after the other in an order of chance, and writes down what it did and how
 * long the node took to be ready again: kills, stands still and cuts off each role, kills PostgreSQL, empties Redis, and at
 * last rolls all nodes to another jar, one at a time.
 */
final class Nemesis {
    private static final long BREATH_MILLIS = 1_500;
    private static final long STILL_MILLIS = 5_000;

    /** Longer than the cluster waits for a silent node: it is taken for gone, and comes together with the others again. */
    private static final long CUT_MILLIS = 13_000;

    private static final long SHORT_CUT_MILLIS = 3_000;

    private final List<ClusterNode> nodes;
    private final SharedStores stores;
    private final Lab lab;
    private final Path jar;
    private final Path nextJar;
    private final Random random;
    private final long begun = System.nanoTime();
    private final List<Deed> done = new ArrayList<>();

    /** What was done, when, and what came of it; times in ms. */
    record Deed(long atMillis, String what, String to, String seen) {}

    private interface Fault {
        void inflict() throws Exception;
    }

    Nemesis(List<ClusterNode> nodes, SharedStores stores, Lab lab, Path jar, Path nextJar, long seed) {
        this.nodes = nodes;
        this.stores = stores;
        this.lab = lab;
        this.jar = jar;
        this.nextJar = nextJar;
        this.random = new Random(seed);
    }

    /** @param rounds each has every fault for every node once; 0 for a short one, in which each kind meets a few */
    void run(int rounds) throws Exception {
        for (int round = 0; round < Math.max(1, rounds); round++) {
            var faults = new ArrayList<Fault>();
            for (var node : nodes) {
                faults.add(() -> kill(node));
                if (rounds > 0 || node.isGateway() == random.nextBoolean()) {
                    faults.add(() -> standStill(node));
                    faults.add(() -> cut(node, SHORT_CUT_MILLIS));
                }
            }
            var cutOff = new ArrayList<>(nodes);
            Collections.shuffle(cutOff, random);
            cutOff.subList(0, rounds > 0 ? cutOff.size() : 1).forEach(node -> faults.add(() -> cut(node, CUT_MILLIS)));
            faults.add(this::emptyRedis);
            faults.add(this::killPostgres);
            Collections.shuffle(faults, random);
            for (var fault : faults) {
                fault.inflict();
                pause(BREATH_MILLIS);
            }
            roll(round % 2 == 0 ? nextJar : jar);
        }
    }

    List<Deed> done() {
        return List.copyOf(done);
    }

    private void kill(ClusterNode node) throws Exception {
        var at = now();
        node.kill();
        node.start(jar);
        note(at, "kill -9, started again", node.name(), ready(node));
    }

    private void standStill(ClusterNode node) throws Exception {
        var at = now();
        node.standStill();
        pause(STILL_MILLIS);
        node.goOn();
        note(at, "stood still for " + STILL_MILLIS + " ms", node.name(), ready(node));
    }

    private void cut(ClusterNode node, long millis) throws Exception {
        var at = now();
        lab.cut(node.host());
        pause(millis);
        lab.join(node.host());
        note(at, "cut off for " + millis + " ms", node.name(), ready(node));
    }

    private void emptyRedis() throws Exception {
        var at = now();
        stores.restartRedisEmpty();
        note(at, "kill -9, started empty", "Redis", readyAll());
    }

    private void killPostgres() throws Exception {
        var at = now();
        stores.restartPostgresHard();
        note(at, "kill -9, started again", "PostgreSQL", readyAll());
    }

    private void roll(Path to) throws Exception {
        for (var node : nodes) {
            var at = now();
            var stopped = node.terminate();
            node.start(to);
            note(at, "rolled to " + to.getFileName(), node.name(), "stopped in " + stopped + " ms, " + ready(node));
        }
    }

    private static String ready(ClusterNode node) throws InterruptedException {
        return "ready after " + node.awaitReady() + " ms";
    }

    private String readyAll() throws InterruptedException {
        var begun = System.nanoTime();
        for (var node : nodes) {
            node.awaitReady();
        }
        return "all ready after " + NANOSECONDS.toMillis(System.nanoTime() - begun) + " ms";
    }

    private void note(long at, String what, String to, String seen) {
        var deed = new Deed(at, what, to, seen);
        done.add(deed);
        System.out.println("Nemesis: " + deed);
    }

    private long now() {
        return NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    private static void pause(long millis) throws InterruptedException {
        MILLISECONDS.sleep(millis);
    }
}
