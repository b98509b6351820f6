package io.lockstep.gateway.fanout;

import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands a delivery to every session of this event loop that listens to one of its topics. HOT: no allocation per
 * recipient; the frames come ready from the delivery, looked up once per run of sessions of the same wire.
 */
final class Fanout {
    private final Subscriptions subscriptions;

    Fanout(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    void handOut(Delivery delivery) {
        for (var topic : delivery.topics()) {
            handOut(delivery, topic, subscriptions.of(topic));
        }
    }

    private static void handOut(Delivery delivery, String topic, List<Subscription> listeners) {
        @Nullable Encoder encoder = null;
        List<Frame> frames = List.of();
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
            listener.accept(delivery, frames);
        }
    }
}
