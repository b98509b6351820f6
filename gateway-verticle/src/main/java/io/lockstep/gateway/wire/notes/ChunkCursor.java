package io.lockstep.gateway.wire.notes;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a list in chunks goes on: {@code <edition><seconds>-<millis>-<id>}, the seconds in eleven digits, or without an
 * edition when it is 0.
 *
 * @param time the time of the first chunk, which all chunks give as theirs
 * @param edition the last digits of that of the {@link Shelf} whose notes are listed
 * @param updatedAt the last update of the last note given
 * @param note its id
 */
record ChunkCursor(Instant time, long edition, Instant updatedAt, String note) {
    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,17})-([0-9]{1,14})-([0-9]{1,18})");
    private static final long EDITIONS = 1_000_000;
    private static final long SECONDS = 100_000_000_000L;

    ChunkCursor {
        edition %= EDITIONS;
    }

    /** Empty when the text is none: the list begins again. */
    static Optional<ChunkCursor> parse(String text) {
        var cursor = CURSOR.matcher(text);
        if (!cursor.matches()) {
            return Optional.empty();
        }
        long begin = Long.parseLong(cursor.group(1));
        return Optional.of(new ChunkCursor(
                Instant.ofEpochSecond(begin % SECONDS),
                begin / SECONDS,
                Instant.ofEpochMilli(Long.parseLong(cursor.group(2))),
                cursor.group(3)));
    }

    /** Whether the list was begun when the shelf was this one. */
    boolean isOf(Shelf shelf) {
        return edition == shelf.edition() % EDITIONS;
    }

    String encode() {
        return (edition * SECONDS + time.getEpochSecond()) + "-" + updatedAt.toEpochMilli() + "-" + note;
    }
}
