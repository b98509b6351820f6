package io.lockstep.contract.metadata;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.lockstep.contract.Require;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of the items of a source.
 *
 * @param items one for each item, in their order, then those that are gone, in the order of their ids
 * @param cursor the head of the space's feed after it
 */
public record Reconciled(List<Item> items, String cursor) {
    public Reconciled {
        items = List.copyOf(items);
    }

    /**
     * What became of one.
     *
     * @param etag of the document now; null when it is gone, wanted and unknown, or refused
     * @param failure {@code {"code","message",…}} when it was refused; null otherwise
     */
    public record Item(
            String document,
            State state,
            @Nullable String etag,
            @Nullable JsonObject failure) {}

    public enum State {
        /** It was made. */
        CREATED,
        /** Its fields came out different. */
        CHANGED,
        /** Nothing was written. */
        UNCHANGED,
        /** Nothing was written: send the item again with its content. */
        WANTED,
        /** The source has it no longer, and now neither has the space. */
        GONE,
        /** It could not be written, e.g. because somebody holds a lock on it; the next reconcile tries again. */
        REFUSED;

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static State ofJson(String json) {
            return Arrays.stream(values())
                    .filter(state -> state.json().equals(json))
                    .findFirst()
                    .orElseThrow(() -> Require.badRequest("'" + json + "' is no state of a reconciled item"));
        }
    }
}
