package io.lockstep.gateway.session;

import java.nio.charset.StandardCharsets;

/** One ready text message of a wire, shared by all sockets that it goes to. */
public final class Frame {
    private final String text;
    private final int bytes;

    public Frame(String text) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.UTF_8).length;
    }

    public String text() {
        return text;
    }

    /** Its size on the wire, for the bounds of an {@link Outbox}. */
    public int bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return text;
    }
}
