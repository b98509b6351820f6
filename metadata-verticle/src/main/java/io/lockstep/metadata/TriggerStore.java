package io.lockstep.metadata;

import io.lockstep.contract.lease.HoldLease;
import io.lockstep.contract.lease.Lease;
import io.lockstep.contract.trigger.EnqueueJobs;
import io.lockstep.contract.trigger.Failures;
import io.lockstep.contract.trigger.FinishJob;
import io.lockstep.contract.trigger.ListFailures;
import io.lockstep.contract.trigger.PutTrigger;
import io.lockstep.contract.trigger.RetryFailure;
import io.lockstep.contract.trigger.TakeJobs;
import io.lockstep.contract.trigger.TakenJobs;
import io.lockstep.contract.trigger.Trigger;
import io.lockstep.contract.trigger.TriggerWork;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The room of the store for triggers, their jobs, and leases; {@link MetadataStore} says what all rooms promise. */
interface TriggerStore {
    /**
     * Creates or replaces the trigger; jobs can only be enqueued by who has seen it.
     *
     * @param spaces that its rules name
     */
    Future<Trigger> put(PutTrigger request, Set<String> spaces);

    /** All of them, by name. */
    Future<List<Trigger>> list();

    /** Deletes it and its jobs; empty when there was none. */
    Future<Optional<Trigger>> delete(String name);

    /** What there is to do for who knows the triggers of this version. */
    Future<TriggerWork> look(long version);

    /** Keeps the jobs and the cursor, both or nothing; false when version or cursor are others by now. */
    Future<Boolean> enqueue(EnqueueJobs request);

    /** Due jobs, each given to one caller only until its time is over. */
    Future<TakenJobs> take(TakeJobs request);

    /** Forgets a delivered job, postpones a failed one, or gives it up; false when it was not there to be finished. */
    Future<Boolean> finish(FinishJob request);

    Future<Failures> failures(ListFailures request);

    /** How many jobs are due again. */
    Future<Integer> retry(RetryFailure request);

    /** One holder at a time by the clock of the store. */
    Future<Lease> hold(HoldLease request);
}
