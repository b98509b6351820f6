package io.lockstep.contract.metadata;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a change did to its document. */
public enum Verb {
    CREATED,
    UPDATED,
    DELETED;

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Verb ofJson(String json) {
        return valueOf(json.toUpperCase(Locale.ROOT));
    }
}
