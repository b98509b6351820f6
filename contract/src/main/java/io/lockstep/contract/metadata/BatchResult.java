package io.lockstep.contract.metadata;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers to the writes of a batch, in their order. */
public record BatchResult(List<Item> results) {
    public BatchResult {
        results = List.copyOf(results);
    }

    /** Either what was written or the failure {@code {"code","message",…}}. */
    public record Item(@Nullable Written written, @Nullable JsonObject failure) {}
}
