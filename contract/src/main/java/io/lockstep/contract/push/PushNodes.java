package io.lockstep.contract.push;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Bus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** The typed client by which a dispatcher speaks to the push sockets of all gateway nodes. Arrival is not promised. */
public final class PushNodes {
    private static final String CLOSE = "lockstep.push.close";
    private static final String COUNT = "lockstep.push.count";
    private static final String COUNTS = "lockstep.push.counts.of.";

    private final Bus bus;

    public PushNodes(Bus bus) {
        this.bus = bus;
    }

    /** Ends the sockets of all nodes. */
    public void close() {
        bus.publish(CLOSE, new ClosePushSockets());
    }

    /** Hears that the sockets are to be ended, until its verticle stops. */
    @CanIgnoreReturnValue
    public MessageConsumer<JsonObject> onClose(Runnable handler) {
        return bus.listen(CLOSE, ClosePushSockets.class, close -> handler.run());
    }

    /** Asks all nodes; their answers come to {@link #onCounts}. */
    public void count(String asking) {
        bus.publish(COUNT, new CountPushSockets(COUNTS + asking));
    }

    /** Answers how many sockets this node has. */
    public MessageConsumer<JsonObject> onCount(Counted node) {
        return bus.listen(COUNT, CountPushSockets.class, asked -> bus.send(asked.replyTo(), node.counts()));
    }

    /** Hears what each node answers who was asked under this name. */
    public MessageConsumer<JsonObject> onCounts(String asking, Consumer<PushCounts> handler) {
        return bus.listen(COUNTS + asking, PushCounts.class, handler);
    }

    /** Who can be counted. */
    public interface Counted {
        PushCounts counts();
    }
}
