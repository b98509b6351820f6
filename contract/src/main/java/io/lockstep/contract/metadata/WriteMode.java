package io.lockstep.contract.metadata;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.lockstep.contract.Require;
import java.util.Arrays;
import java.util.Locale;

/** How a write meets the document that is there, or is not. */
public enum WriteMode {
    /** The document must not exist; fails with REVISION_CONFLICT when it does. */
    CREATE,
    /** The given fields become the document's fields; it is created when absent. */
    REPLACE,
    /** The given fields are merged at the top level, null removes a field; fails with NOT_FOUND when absent. */
    MERGE,
    /** As MERGE, but the document is created when absent. */
    UPSERT,
    /** The document is deleted, as by {@link DeleteDocument}: gives no fields; fails with NOT_FOUND when absent. */
    DELETE;

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static WriteMode ofJson(String json) {
        return Arrays.stream(values())
                .filter(mode -> mode.json().equals(json))
                .findFirst()
                .orElseThrow(() -> Require.badRequest("'mode' must be create, replace, merge, upsert or delete"));
    }
}
