package io.lockstep.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a member may do in a space; each role includes the ones before it. */
public enum Role {
    /** Reads and listens. */
    VIEWER,
    /** Writes documents and takes locks. */
    EDITOR,
    /** Changes the space, its members, and breaks locks. */
    MANAGER;

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Role ofJson(String json) {
        return Arrays.stream(values())
                .filter(role -> role.json().equals(json))
                .findFirst()
                .orElseThrow(() -> Require.badRequest("'" + json + "' is not a role: use viewer, editor or manager"));
    }

    /** Whether this role allows what the other one does. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** The stronger of both; null stands for no role. */
    public static @Nullable Role stronger(@Nullable Role one, @Nullable Role other) {
        if (one == null) {
            return other;
        }
        return other == null || one.includes(other) ? one : other;
    }
}
