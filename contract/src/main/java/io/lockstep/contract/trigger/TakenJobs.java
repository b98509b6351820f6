package io.lockstep.contract.trigger;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs to do now. */
public record TakenJobs(List<Job> jobs) {
    public TakenJobs {
        jobs = List.copyOf(jobs);
    }

    /**
     * A delivery to make.
     *
     * @param attempt this one, from 1
     * @param secret the webhook's; null for an address
     */
    public record Job(
            long job,
            String trigger,
            int attempt,
            @Nullable String webhook,
            @Nullable String secret,
            @Nullable String address,
            Instant createdAt,
            JsonObject payload) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Job[job=" + job + ", trigger=" + trigger + ", attempt=" + attempt + "]";
        }
    }
}
