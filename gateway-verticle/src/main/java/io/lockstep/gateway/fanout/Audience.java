package io.lockstep.gateway.fanout;

import io.lockstep.contract.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who of this node is told of the presence in one space: the listeners of the space and of its documents, and how often. */
final class Audience {
    static final long MAX_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MIN_PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final int SMALL = 100;
    private static final int LARGE = 10_000;

    /** A document's topic costs an encoding of its own, about as much as so many listeners. */
    private static final int COST_OF_DOCUMENT = 10;

    private final Map<String, Integer> documents = new HashMap<>();
    private int listeners;

    void join(@Nullable String document) {
        listeners++;
        if (document != null) {
            documents.merge(document, 1, Integer::sum);
        }
    }

    void leave(@Nullable String document) {
        listeners--;
        if (document != null) {
            documents.computeIfPresent(document, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    boolean isEmpty() {
        return listeners == 0;
    }

    List<String> topics(String space) {
        var topics = new ArrayList<String>(1 + documents.size());
        topics.add(Topic.space(space));
        documents.keySet().forEach(document -> topics.add(Topic.document(space, document)));
        return topics;
    }

    /** The least time between two events: from 50 ms for a small audience or few users to 1 s for a large one. */
    long pauseNanos(int users) {
        int size = Math.max(users, listeners + COST_OF_DOCUMENT * documents.size());
        long above = Math.max(0, Math.min(size, LARGE) - SMALL);
        return MIN_PAUSE_NANOS + (MAX_PAUSE_NANOS - MIN_PAUSE_NANOS) * above / (LARGE - SMALL);
    }
}
