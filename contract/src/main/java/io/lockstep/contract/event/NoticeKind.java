package io.lockstep.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.lockstep.contract.Require;
import java.util.Locale;

/** A kind of thing that is new for a user. */
public enum NoticeKind {
    /** A file that he sees was created, changed, moved, shared or deleted. */
    FILE,
    /** There is something in his activity stream. */
    ACTIVITY,
    /** A notification came or was dismissed. */
    NOTIFICATION;

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static NoticeKind parse(String text) {
        for (var kind : values()) {
            if (kind.json().equals(text)) {
                return kind;
            }
        }
        throw Require.badRequest("'kind' must be file, activity or notification");
    }
}
