package io.lockstep.contract.metadata;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.lockstep.contract.Require;
import java.util.Arrays;
import java.util.Locale;

/** What a change did to its document. */
public enum Verb {
    CREATED,
    UPDATED,
    DELETED,
    /** The document is no longer among those that a listener's selector chooses, if it was. Never in the feed itself. */
    LEFT;

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Verb ofJson(String json) {
        return Arrays.stream(values())
                .filter(verb -> verb.json().equals(json))
                .findFirst()
                .orElseThrow(() -> Require.badRequest("'verb' must be created, updated, deleted or left"));
    }
}
