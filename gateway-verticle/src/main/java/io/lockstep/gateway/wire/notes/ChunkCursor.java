package io.lockstep.gateway.wire.notes;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a list in chunks goes on: {@code <seconds>-<millis>-<id>}.
 *
 * @param time the time of the first chunk, which all chunks give as theirs
 * @param updatedAt the last update of the last note given
 * @param note its id
 */
record ChunkCursor(Instant time, Instant updatedAt, String note) {
    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,11})-([0-9]{1,14})-([0-9]{1,18})");

    /** Empty when the text is none: the list begins again. */
    static Optional<ChunkCursor> parse(String text) {
        var cursor = CURSOR.matcher(text);
        return cursor.matches()
                ? Optional.of(new ChunkCursor(
                        Instant.ofEpochSecond(Long.parseLong(cursor.group(1))),
                        Instant.ofEpochMilli(Long.parseLong(cursor.group(2))),
                        cursor.group(3)))
                : Optional.empty();
    }

    String encode() {
        return time.getEpochSecond() + "-" + updatedAt.toEpochMilli() + "-" + note;
    }
}
