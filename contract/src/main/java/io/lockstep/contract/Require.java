package io.lockstep.contract;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

/** Checks of a message's values; each fails with BAD_REQUEST naming the key. */
public final class Require {
    private static final int MAX_NAME_BYTES = 255;

    private Require() {}

    /** The value, which must be there. */
    @CanIgnoreReturnValue
    public static <T> T present(@Nullable T value, String key) {
        if (value == null) {
            throw badRequest("'" + key + "' is required");
        }
        return value;
    }

    /** A name of a document, field, user or group: 1 to 255 bytes of UTF-8 without control characters. */
    @CanIgnoreReturnValue
    public static String name(@Nullable String value, String key) {
        var name = present(value, key);
        if (name.isEmpty()) {
            throw badRequest("'" + key + "' must not be empty");
        }
        if (name.length() > MAX_NAME_BYTES
                || name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw badRequest("'" + key + "' must have at most " + MAX_NAME_BYTES + " bytes");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw badRequest("'" + key + "' must not contain control characters");
        }
        return name;
    }

    /** A number between both bounds, inclusive. */
    @CanIgnoreReturnValue
    public static long within(long value, long min, long max, String key) {
        if (value < min || value > max) {
            throw badRequest("'" + key + "' must be from " + min + " to " + max);
        }
        return value;
    }

    public static ServiceException badRequest(String message) {
        return new ServiceException(FailureCode.BAD_REQUEST, message);
    }
}
