package io.lockstep.contract.trigger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A standing order: what matches one of the rules is brought to a webhook or a bus address.
 *
 * @param rules see {@link TriggerRule}
 * @param debounceMillis null for a job for each change; else the first change opens a window of this length, at whose end one
 *     job for all of it is done, which names none of them
 * @param webhook the URL that jobs are posted to; null when they go to an address
 * @param address the bus address that jobs are sent to; null when they go to a webhook
 * @param createdAt what happened before it is not matched
 */
public record Trigger(
        String trigger,
        List<String> rules,
        @Nullable Long debounceMillis,
        @Nullable String webhook,
        @Nullable String address,
        Instant createdAt) {
    public Trigger {
        rules = List.copyOf(rules);
    }
}
