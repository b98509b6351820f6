package io.lockstep.contract.trigger;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Jobs that were given up. */
public record Failures(List<Failure> failures) {
    public Failures {
        failures = List.copyOf(failures);
    }

    /**
     * One of them.
     *
     * @param attempts how often it was tried
     * @param error how the last attempt ended
     * @param payload what was to be delivered
     */
    public record Failure(long job, String trigger, int attempts, String error, Instant at, JsonObject payload) {}
}
