package io.lockstep.dispatcher;

import io.lockstep.contract.event.Event;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A Redis channel that other services publish to, and how its payloads are read. */
enum Channel {
    /** The one that publishers for notify_push know: one message for one user. */
    CUSTOM("notify_custom"),
    /** Our own: one event, or an array of them, for users, spaces and documents. */
    EVENT("lockstep_event");

    private final String channel;

    Channel(String channel) {
        this.channel = channel;
    }

    /** As Redis knows it. */
    String channel() {
        return channel;
    }

    static Optional<Channel> of(String name) {
        return Arrays.stream(values())
                .filter(channel -> channel.channel.equals(name))
                .findFirst();
    }

    /** The events of a payload, in order; fails with BAD_REQUEST saying what is wrong with it, without quoting it. */
    List<Event> parse(String payload) {
        return switch (this) {
            case CUSTOM -> List.of(EventPayload.custom(payload));
            case EVENT -> EventPayload.events(payload);
        };
    }
}
