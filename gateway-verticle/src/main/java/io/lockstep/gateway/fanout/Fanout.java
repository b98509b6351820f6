package io.lockstep.gateway.fanout;

import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands a delivery to every session of this event loop that listens to one of its topics. HOT: no allocation per
 * recipient; the frames come ready from the delivery, looked up once per run of sessions of the same wire.
 *
 * <p>Who listens to a selection of a topic gets its changes from {@link Selections}, and everything else from here.
 */
final class Fanout {
    private final Subscriptions subscriptions;

    Fanout(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** Returns how many sessions were written to. */
    int handOut(Delivery delivery) {
        int delivered = 0;
        for (var topic : delivery.topics()) {
            delivered += handOut(delivery, topic, subscriptions.of(topic));
            if (!delivery.isChange()) {
                for (var selection : subscriptions.selections(topic)) {
                    delivered += handOut(delivery, topic, subscriptions.of(selection));
                }
            }
        }
        return delivered;
    }

    /** To these listeners only, who know it under the topic. */
    static int handOut(Delivery delivery, String topic, List<Subscription> listeners) {
        @Nullable Encoder encoder = null;
        List<Frame> frames = List.of();
        int delivered = 0;
        // From the end: a session that ends while it is written to is swapped with one that has had its turn.
        for (int i = listeners.size() - 1; i >= 0; i--) {
            if (i >= listeners.size()) {
                continue;
            }
            var listener = listeners.get(i);
            if (listener.session().encoder() != encoder) {
                encoder = listener.session().encoder();
                frames = delivery.frames(encoder, topic);
            }
            if (listener.accept(delivery, frames)) {
                delivered++;
            }
        }
        return delivered;
    }
}
