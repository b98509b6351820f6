package io.lockstep.contract;

import org.jspecify.annotations.Nullable;

/**
 * A position in a space's feed: everything up to {@code seq} has been seen. The epoch names the feed's life; it changes
 * when the feed is restored from a backup, and a cursor of another epoch is CURSOR_GONE.
 *
 * <p>Clients keep the text form and must not look into it.
 */
public record Cursor(long epoch, long seq) {
    private static final String VERSION = "1";

    /** The opaque text form. */
    public String encode() {
        return VERSION + "." + Long.toString(epoch, 36) + "." + Long.toString(seq, 36);
    }

    /** Fails with BAD_REQUEST when the text is no cursor. */
    public static Cursor parse(@Nullable String text) {
        var parts = Require.present(text, "cursor").split("\\.", -1);
        try {
            if (parts.length == 3 && parts[0].equals(VERSION)) {
                var cursor = new Cursor(Long.parseLong(parts[1], 36), Long.parseLong(parts[2], 36));
                if (cursor.epoch >= 0 && cursor.seq >= 0 && cursor.encode().equals(text)) {
                    return cursor;
                }
            }
        } catch (NumberFormatException notANumber) {
            throw malformed();
        }
        throw malformed();
    }

    private static ServiceException malformed() {
        return Require.badRequest("the cursor is malformed: use one that the server gave");
    }
}
