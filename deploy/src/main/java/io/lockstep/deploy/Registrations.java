package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lockstep.contract.Bus;
import io.lockstep.contract.Greet;
import io.lockstep.contract.Greeted;
import io.lockstep.contract.Nodes;
import io.lockstep.contract.Registered;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cluster knows of this node: who it is, and at which addresses it listens. Where halves of a cluster come together
 * again, entries can be missing, and nobody would send to this node any more. So it looks every {@value #INTERVAL_MS} ms, and
 * enters again what is missing. While that does not help, the node is not {@linkplain #isAlive alive}, so that it is started
 * anew.
 *
 * <p>An entry tells nodes from which addresses messages go to this one, and nothing of handlers: one more of the same address
 * does no harm. The state belongs to the event loop on which it was started; {@link #isIntact} and {@link #isAlive} may be
 * asked by any.
 */
final class Registrations {
    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
    private static final long INTERVAL_MS = 2_000;
    private static final long LOOK_MS = 5_000;
    private static final long GREETING_MS = 15_000;
    private static final long PAUSE_MS = 100;
    private static final long HOPELESS_NANOS = Duration.ofSeconds(30).toNanos();

    /** No handler has this number. */
    private static final long ENTERED_AGAIN = Long.MAX_VALUE;

    private final Vertx vertx;
    private final ClusterManager cluster;
    private final Registered registered;
    private final Nodes nodes;
    private final Set<String> again = new HashSet<>();
    private volatile long intactNanos = System.nanoTime();
    private volatile boolean isIntact = true;
    private final AtomicLong healed = new AtomicLong();

    Registrations(Vertx vertx, ClusterManager cluster) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.registered = Registered.of(vertx);
        this.nodes = new Nodes(new Bus(vertx));
    }

    /**
     * Answers the others, and asks each of them until it has answered or has gone, for a while: then messages pass in both
     * directions, and no user has to wait for the first. Begins to look.
     */
    Future<Void> start() {
        return nodes.answerAs(cluster.getNodeId(), new Greeted(Version.CURRENT))
                .compose(answering -> {
                    lookLater();
                    var until = System.nanoTime() + MILLISECONDS.toNanos(GREETING_MS);
                    return Future.join(
                            others().stream().map(node -> greet(node, until)).toList());
                })
                .mapEmpty();
    }

    int nodes() {
        return cluster.getNodes().size();
    }

    /** How many entries were missing and have been entered again. */
    long healed() {
        return healed.get();
    }

    /** Whether the cluster knew of all when it was looked last. */
    boolean isIntact() {
        return isIntact;
    }

    /** Whether it has known of all within the last half minute. */
    boolean isAlive() {
        return isIntact || System.nanoTime() - intactNanos < HOPELESS_NANOS;
    }

    private List<String> others() {
        return cluster.getNodes().stream()
                .filter(node -> !node.equals(cluster.getNodeId()))
                .toList();
    }

    private Future<Void> greet(String node, long untilNanos) {
        return nodes.greet(node, new Greet(cluster.getNodeId()))
                .onSuccess(answer -> LOG.atInfo()
                        .addKeyValue("node", node)
                        .addKeyValue("version", answer.version())
                        .log("reached another node"))
                .<Void>mapEmpty()
                .recover(failure -> {
                    if (!cluster.getNodes().contains(node)) {
                        return Future.succeededFuture();
                    }
                    if (System.nanoTime() > untilNanos) {
                        LOG.atWarn()
                                .addKeyValue("node", node)
                                .log("another node does not answer: open the ports LOCKSTEP_CLUSTER_PORT and "
                                        + "LOCKSTEP_CLUSTER_BUS_PORT between all nodes, and give all the same secret");
                        return Future.succeededFuture();
                    }
                    return vertx.timer(PAUSE_MS, MILLISECONDS).compose(later -> greet(node, untilNanos));
                });
    }

    // Looking

    private void lookLater() {
        vertx.setTimer(
                INTERVAL_MS,
                timer -> look().onComplete(looked -> {
                    if (looked.failed()) {
                        LOG.atDebug().setCause(looked.cause()).log("the registrations were not looked at");
                    }
                    seen(looked.succeeded() && looked.result() == 0);
                    lookLater();
                }));
    }

    private void seen(boolean isWhole) {
        if (isWhole) {
            intactNanos = System.nanoTime();
        }
        if (isWhole != isIntact) {
            isIntact = isWhole;
            if (isWhole) {
                LOG.info("the cluster knows of all that this node listens to");
            } else {
                LOG.warn("the cluster does not know of all that this node listens to: it is entered again");
            }
        }
    }

    /** Gives how many entries were missing. */
    private Future<Integer> look() {
        Future<Integer> missing = lookAtNode();
        var wanted = registered.addresses();
        for (var address : wanted) {
            missing = missing.compose(count -> look(address).map(isThere -> isThere ? count : count + 1));
        }
        return missing.compose(count -> forget(wanted).map(count));
    }

    private Future<Integer> lookAtNode() {
        return this.<NodeInfo>ask(found -> cluster.getNodeInfo(cluster.getNodeId(), found))
                .map(known -> 0)
                .recover(unknown -> this.<Void>ask(done -> cluster.setNodeInfo(cluster.getNodeInfo(), done))
                        .map(1));
    }

    private Future<Boolean> look(String address) {
        return this.<List<RegistrationInfo>>ask(found -> cluster.getRegistrations(address, found))
                .compose(entries -> {
                    // Who has stopped listening since we began to look is not missing.
                    if (entries.stream().anyMatch(entry -> entry.nodeId().equals(cluster.getNodeId()))
                            || !registered.addresses().contains(address)) {
                        return Future.succeededFuture(true);
                    }
                    again.add(address);
                    healed.incrementAndGet();
                    return this.<Void>ask(done -> cluster.addRegistration(address, entry(), done))
                            .map(false);
                });
    }

    /** Takes back what was entered again for listeners that have gone since. */
    private Future<Void> forget(Set<String> wanted) {
        var gone = again.stream().filter(address -> !wanted.contains(address)).toList();
        return Future.join(gone.stream()
                        .map(address -> this.<Void>ask(done -> cluster.removeRegistration(address, entry(), done))
                                .onSuccess(removed -> again.remove(address)))
                        .toList())
                .mapEmpty();
    }

    private RegistrationInfo entry() {
        return new RegistrationInfo(cluster.getNodeId(), ENTERED_AGAIN, false);
    }

    private <T> Future<T> ask(Consumer<Completable<T>> question) {
        Promise<T> answer = Promise.promise();
        question.accept(answer);
        return answer.future().timeout(LOOK_MS, MILLISECONDS);
    }
}
