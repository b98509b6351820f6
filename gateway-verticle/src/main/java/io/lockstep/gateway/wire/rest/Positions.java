package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader of several topics has got in each. Its text is the cursor that he goes on from, which he must not look into.
 * Mutable; for one event loop.
 */
final class Positions {
    private static final String BETWEEN = "~";
    private static final String NONE = "-";
    private static final String LOCKS = "*";

    private final Map<String, Position> byTopic = new LinkedHashMap<>();

    /** Null for what is not known. */
    private record Position(
            @Nullable String cursor, @Nullable Long lockSeq) {
        private static final Position UNKNOWN = new Position(null, null);

        static Position parse(String text) {
            if (text.equals(NONE)) {
                return UNKNOWN;
            }
            var locks = text.indexOf(LOCKS);
            try {
                return locks < 0
                        ? new Position(text, null)
                        : new Position(text.substring(0, locks), Long.parseLong(text.substring(locks + 1), 36));
            } catch (NumberFormatException malformed) {
                throw malformed();
            }
        }

        String text() {
            if (cursor == null) {
                return NONE;
            }
            return lockSeq == null ? cursor : cursor + LOCKS + Long.toString(lockSeq, 36);
        }
    }

    /** @param text null for now; fails with BAD_REQUEST when it is not of as many topics */
    Positions(List<String> topics, @Nullable String text) {
        @Nullable
        Iterator<String> given =
                text == null ? null : List.of(text.split(BETWEEN, -1)).iterator();
        for (var topic : topics) {
            if (given != null && !given.hasNext()) {
                throw malformed();
            }
            byTopic.put(topic, given == null ? Position.UNKNOWN : Position.parse(given.next()));
        }
        if (given != null && given.hasNext()) {
            throw malformed();
        }
    }

    private static ServiceException malformed() {
        return Require.badRequest(
                "the cursor is malformed: use one that was given for the same topics, in the same order");
    }

    /** From where the topic is read on; null for now. */
    @Nullable
    String cursor(String topic) {
        return of(topic).cursor();
    }

    /** Whether the reader knows the locks up to just this number. */
    boolean knowsLocks(String topic, @Nullable Long lockSeq) {
        return lockSeq != null && lockSeq.equals(of(topic).lockSeq());
    }

    private Position of(String topic) {
        return byTopic.getOrDefault(topic, Position.UNKNOWN);
    }

    /** The reader has been given this too. */
    void advance(EventFrame frame) {
        byTopic.computeIfPresent(
                frame.topic(),
                (topic, old) -> new Position(
                        frame.cursor() == null ? old.cursor() : frame.cursor(),
                        frame.lockSeq() == null ? old.lockSeq() : frame.lockSeq()));
    }

    String text() {
        return byTopic.values().stream().map(Position::text).collect(Collectors.joining(BETWEEN));
    }
}
