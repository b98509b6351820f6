package io.lockstep.contract.lock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.lockstep.contract.Require;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A page of what became of locks, the newest first.
 *
 * @param next where the next page begins; null on the last one
 */
public record LockAudit(List<Entry> entries, @Nullable String next) {
    public LockAudit {
        entries = List.copyOf(entries);
    }

    /**
     * One thing that happened to a lock.
     *
     * @param user the holder
     * @param by who broke it; null when it was not broken
     * @param reason why it was broken; null when it was not
     */
    public record Entry(
            Instant at,
            Act act,
            String document,
            String field,
            String user,
            String displayName,
            long fence,
            long lockSeq,
            @Nullable String by,
            @Nullable String reason) {}

    /** What happened. */
    public enum Act {
        /** It was taken. */
        ACQUIRED,
        /** It was given to who waited first. */
        GRANTED,
        /** Its owner gave it back. */
        RELEASED,
        /** Its time ran out. */
        EXPIRED,
        /** Its owner was gone. */
        DISCONNECTED,
        /** A manager ended it: the holder was displaced. */
        BROKEN;

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Act ofJson(String json) {
            return Arrays.stream(values())
                    .filter(act -> act.json().equals(json))
                    .findFirst()
                    .orElseThrow(() -> Require.badRequest("'" + json + "' is no act"));
        }
    }
}
