package io.lockstep.gateway.session;

import io.lockstep.contract.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a wire says of one signal, waiting for a slow socket.
 *
 * @param topic null for an answer
 * @param signal null for an answer
 * @param first the number of the first change that it stands for; of use for a change only
 */
record Waiting(@Nullable String topic, @Nullable Signal signal, List<Frame> frames, int bytes, long first) {
    Waiting(@Nullable String topic, @Nullable Signal signal, List<Frame> frames) {
        this(topic, signal, frames, bytes(frames), first(signal));
    }

    private static int bytes(List<Frame> frames) {
        int bytes = 0;
        for (var frame : frames) {
            bytes += frame.bytes();
        }
        return bytes;
    }

    private static long first(@Nullable Signal signal) {
        return signal instanceof Signal.Happened happened && happened.event() instanceof Event.Changed changed
                ? changed.seq()
                : 0;
    }

    /** Whether the client has to get it whatever else is dropped: a resync cannot take its place. */
    boolean isKept() {
        return isKept(signal);
    }

    static boolean isKept(@Nullable Signal signal) {
        return signal == null || signal instanceof Signal.Revoked;
    }

    /** What is left of it when some of its frames have been written: nothing that could be merged any more. */
    Waiting after(int written) {
        return new Waiting(topic, null, frames.subList(written, frames.size()));
    }
}
