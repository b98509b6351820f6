package io.lockstep.contract.trigger;

import io.lockstep.contract.Require;

/**
 * Takes jobs that are due; those that are not finished are due again after a while.
 *
 * @param limit 1 to 100
 * @param leaseMillis the while, 1 s to 10 min
 */
public record TakeJobs(int limit, long leaseMillis) {
    public TakeJobs {
        Require.within(limit, 1, 100, "limit");
        Require.within(leaseMillis, 1_000, 600_000, "leaseMillis");
    }
}
