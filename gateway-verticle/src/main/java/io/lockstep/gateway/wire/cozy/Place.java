package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a reader of {@code _changes} stands: the {@code seq} of a row. Clients keep the text form and must not look into it.
 * Pure.
 */
sealed interface Place {
    /** Everything up to the cursor has been given; null for the beginning of what the feed keeps. */
    record InFeed(@Nullable String cursor) implements Place {
        @Override
        public String text() {
            return cursor == null ? "0" : cursor;
        }
    }

    /**
     * A reader whose place is kept no longer, or who begins where the feed does not reach, is first given all documents.
     *
     * @param cursor from where the feed is read afterwards; null before the first page
     * @param after the {@code next} of the page before; null for the first
     */
    record InList(@Nullable String cursor, @Nullable String after) implements Place {
        private static final String PREFIX = "all~";

        @Override
        public String text() {
            return cursor == null || after == null
                    ? "0"
                    : PREFIX + cursor + "~"
                            + Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(after.getBytes(StandardCharsets.UTF_8));
        }
    }

    String text();

    /** Empty for a text that was never given. */
    static Optional<Place> parse(String text) {
        try {
            if (!text.startsWith(InList.PREFIX)) {
                return Optional.of(new InFeed(Cursor.parse(text).encode()));
            }
            var parts = text.split("~", -1);
            return parts.length == 3
                    ? Optional.of(new InList(
                            Cursor.parse(parts[1]).encode(),
                            new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (ServiceException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
