package io.lockstep.contract.trigger;

import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the jobs of a run of a feed, and that it has been seen: both or nothing. Nothing happens when somebody else was faster,
 * or the triggers are others by now.
 *
 * @param version of the triggers that were matched
 * @param known see {@link TriggerWork.Feed}
 * @param to the position after the run
 */
public record EnqueueJobs(
        long version, String space, @Nullable String known, String to, List<NewJob> jobs) {
    public EnqueueJobs {
        SpaceId.check(space);
        Require.present(to, "to");
        jobs = List.copyOf(Require.present(jobs, "jobs"));
    }

    /**
     * One delivery.
     *
     * @param waitMillis until it is due; null for at once. With it, it is left out while another one of the trigger waits so
     */
    public record NewJob(String trigger, @Nullable Long waitMillis, JsonObject payload) {}
}
