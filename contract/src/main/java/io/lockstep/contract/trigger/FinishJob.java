package io.lockstep.contract.trigger;

import org.jspecify.annotations.Nullable;

/**
 * Tells how a job ended.
 *
 * @param attempt which it was: one that was taken again meanwhile is no longer his to finish badly
 * @param error null when it was delivered
 * @param retryMillis until it is tried again; null when it is given up
 */
public record FinishJob(
        long job,
        int attempt,
        @Nullable String error,
        @Nullable Long retryMillis) {}
