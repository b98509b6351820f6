package io.lockstep.gateway.fanout;

import io.lockstep.gateway.session.Signal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last snapshot that a joining session was given, so that thousands that come at once get the same frames. For one event
 * loop.
 */
final class Snapshots {
    private @Nullable String topic;
    private Delivery last = new Delivery(List.of(), new Signal.Revoked(""));

    Delivery delivery(String topic, Signal.Snapshot snapshot) {
        if (!topic.equals(this.topic) || !isSame(snapshot)) {
            this.topic = topic;
            last = new Delivery(List.of(topic), snapshot);
        }
        return last;
    }

    private boolean isSame(Signal.Snapshot snapshot) {
        return last.signal() instanceof Signal.Snapshot known
                && known.locks().equals(snapshot.locks())
                && known.cursor().equals(snapshot.cursor())
                && known.users().equals(snapshot.users());
    }
}
