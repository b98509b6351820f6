package io.lockstep.contract;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.shareddata.LocalMap;
import java.util.Set;

/**
 * The addresses at which this process listens, so that it can be watched whether the cluster knows of them. One for all
 * {@link Bus}es of a Vert.x; safe for all threads.
 */
public final class Registered {
    private final LocalMap<String, Integer> consumers;

    private Registered(LocalMap<String, Integer> consumers) {
        this.consumers = consumers;
    }

    public static Registered of(Vertx vertx) {
        return new Registered(vertx.sharedData().getLocalMap("lockstep.registered"));
    }

    public Set<String> addresses() {
        return Set.copyOf(consumers.keySet());
    }

    <T> MessageConsumer<T> keep(MessageConsumer<T> consumer) {
        var address = consumer.address();
        consumers.merge(address, 1, Integer::sum);
        return consumer.endHandler(
                ended -> consumers.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1));
    }
}
