package io.lockstep.contract;

import io.vertx.core.Future;
import java.time.Duration;

/** Lets the nodes of a cluster ask each other whether messages pass, in both directions, before users depend on it. */
public final class Nodes {
    private static final String GREET = "lockstep.node.";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Bus bus;

    public Nodes(Bus bus) {
        this.bus = bus;
    }

    /** Ends when the node has answered, which opens the connection there and the one back. Fails with UNAVAILABLE. */
    public Future<Greeted> greet(String node, Greet greeting) {
        return bus.request(of(node), greeting);
    }

    /** Answers those who greet this node. The Future ends when the cluster knows of it. */
    public Future<Void> answerAs(String node, Greeted answer) {
        return bus.serve(of(node), greeting -> Future.succeededFuture(answer));
    }

    private static Operation<Greet, Greeted> of(String node) {
        return new Operation<>(GREET + node, Greet.class, Greeted.class, PATIENCE);
    }
}
