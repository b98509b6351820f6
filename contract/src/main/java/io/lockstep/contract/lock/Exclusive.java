package io.lockstep.contract.lock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whom a lock shuts out. */
public enum Exclusive {
    /** Everybody but its user, whatever session he uses. */
    USER,
    /** Everybody but the session that took it: two tabs of one user exclude each other. */
    SESSION;

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Exclusive ofJson(String json) {
        return Arrays.stream(values())
                .filter(exclusive -> exclusive.json().equals(json))
                .findFirst()
                .orElseThrow(() -> Require.badRequest("'exclusive' must be user or session, not '" + json + "'"));
    }

    /** Fails with BAD_REQUEST when a session is to hold the lock and the actor has none. */
    static @Nullable Exclusive check(@Nullable Exclusive exclusive, Actor actor) {
        if (exclusive == SESSION && actor.session().isEmpty()) {
            throw Require.badRequest("'exclusive' can be session only for a request that names its 'session'");
        }
        return exclusive;
    }
}
