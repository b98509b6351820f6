package io.lockstep.gateway.session;

import java.util.List;

/**
 * How a wire says a signal. One instance serves all sessions of its wire, from any event loop, so that an event is encoded
 * once and its frames are shared.
 */
public interface Encoder {
    /**
     * The frames for the listeners of a topic, in order; empty when the wire has no word for the signal. Pure: equal
     * arguments give equal frames.
     */
    List<Frame> encode(String topic, Signal signal);

    /** Whether others see that the wire's users are there; false where a session comes and goes with each request. */
    default boolean isShown() {
        return true;
    }

    /**
     * Whether the wire says of a change what was before it and what its document is now: then its sessions get every change
     * with both, a read of the feed later; see {@link io.lockstep.contract.event.Event.Changed}.
     */
    default boolean readsDocuments() {
        return false;
    }
}
