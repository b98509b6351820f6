package io.lockstep.gateway.wire.rest;

import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.wire.SignalJson;
import java.util.List;

/** How all that happens in topics is said over HTTP. Pure. */
enum EventFrames implements Encoder {
    /** To who stays. */
    STREAM(true),
    /** To who comes and goes with each request, so that his presence is not worth telling. */
    POLL(false);

    private final boolean isShown;

    EventFrames(boolean isShown) {
        this.isShown = isShown;
    }

    @Override
    public List<Frame> encode(String topic, Signal signal) {
        return List.of(new EventFrame(topic, SignalJson.of(signal)));
    }

    @Override
    public boolean isShown() {
        return isShown;
    }
}
