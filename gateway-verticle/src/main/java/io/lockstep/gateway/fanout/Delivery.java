package io.lockstep.gateway.fanout;

import io.lockstep.contract.event.Event;
import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Signal;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One signal on its way to the listeners of its topics. It is encoded at most once per wire and topic, by the first event
 * loop that needs it; the frames are immutable and shared by all loops of the node.
 */
final class Delivery {
    private final List<String> topics;
    private final Signal signal;
    private final ConcurrentHashMap<Key, List<Frame>> frames = new ConcurrentHashMap<>(2);

    private record Key(Encoder encoder, String topic) {}

    Delivery(List<String> topics, Signal signal) {
        this.topics = topics;
        this.signal = signal;
    }

    List<String> topics() {
        return topics;
    }

    boolean isChange() {
        return signal instanceof Signal.Happened happened && happened.event() instanceof Event.Changed;
    }

    Signal signal() {
        return signal;
    }

    List<Frame> frames(Encoder encoder, String topic) {
        return frames.computeIfAbsent(new Key(encoder, topic), key -> encoder.encode(topic, signal));
    }
}
