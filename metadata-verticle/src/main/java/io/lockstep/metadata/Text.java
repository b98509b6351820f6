package io.lockstep.metadata;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;

/**
 * Checks text that goes to PostgreSQL, which stores neither U+0000 nor half of a surrogate pair. Text that slipped through
 * would fail every write of its batch, or come back as another text.
 */
final class Text {
    private Text() {}

    /** The text unchanged; fails with BAD_REQUEST naming the key. */
    @CanIgnoreReturnValue
    static String check(String text, String key) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0) {
                throw Require.badRequest("'" + key + "' must not contain U+0000");
            }
            if (Character.isSurrogate(character)) {
                if (!Character.isHighSurrogate(character)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw Require.badRequest("'" + key + "' must be valid Unicode");
                }
                i++;
            }
        }
        return text;
    }

    /** The actor unchanged; fails with BAD_REQUEST for a user or group that can be no member. */
    @CanIgnoreReturnValue
    static Actor check(Actor actor) {
        check(actor.user(), "actor.user");
        actor.groups().forEach(group -> check(group, "actor.groups"));
        return actor;
    }
}
