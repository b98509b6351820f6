package io.lockstep.contract.trigger;

import io.lockstep.contract.Bus;
import io.lockstep.contract.Operation;
import io.vertx.core.Future;
import java.time.Duration;

/** The typed client of the trigger operations. Every Future may fail with UNAVAILABLE besides what its message names. */
public final class Triggers {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    public static final Operation<PutTrigger, Trigger> PUT =
            new Operation<>("lockstep.trigger.put", PutTrigger.class, Trigger.class, TIMEOUT);
    public static final Operation<ListTriggers, TriggerList> LIST =
            new Operation<>("lockstep.trigger.list", ListTriggers.class, TriggerList.class, TIMEOUT);
    public static final Operation<DeleteTrigger, Trigger> DELETE =
            new Operation<>("lockstep.trigger.delete", DeleteTrigger.class, Trigger.class, TIMEOUT);
    public static final Operation<ListFailures, Failures> FAILURES =
            new Operation<>("lockstep.trigger.failures", ListFailures.class, Failures.class, TIMEOUT);
    public static final Operation<RetryFailure, Retried> RETRY =
            new Operation<>("lockstep.trigger.retry", RetryFailure.class, Retried.class, TIMEOUT);

    public static final Operation<LookAtTriggers, TriggerWork> LOOK =
            new Operation<>("lockstep.trigger.look", LookAtTriggers.class, TriggerWork.class, TIMEOUT);
    public static final Operation<EnqueueJobs, Enqueued> ENQUEUE =
            new Operation<>("lockstep.trigger.enqueue", EnqueueJobs.class, Enqueued.class, TIMEOUT);
    public static final Operation<TakeJobs, TakenJobs> TAKE =
            new Operation<>("lockstep.trigger.take", TakeJobs.class, TakenJobs.class, TIMEOUT);
    public static final Operation<FinishJob, Finished> FINISH =
            new Operation<>("lockstep.trigger.finish", FinishJob.class, Finished.class, TIMEOUT);
    private final Bus bus;

    public Triggers(Bus bus) {
        this.bus = bus;
    }

    public Future<Trigger> put(PutTrigger request) {
        return bus.request(PUT, request);
    }

    public Future<TriggerList> list(ListTriggers request) {
        return bus.request(LIST, request);
    }

    public Future<Trigger> delete(DeleteTrigger request) {
        return bus.request(DELETE, request);
    }

    public Future<Failures> failures(ListFailures request) {
        return bus.request(FAILURES, request);
    }

    public Future<Retried> retry(RetryFailure request) {
        return bus.request(RETRY, request);
    }

    public Future<TriggerWork> look(LookAtTriggers request) {
        return bus.request(LOOK, request);
    }

    public Future<Enqueued> enqueue(EnqueueJobs request) {
        return bus.request(ENQUEUE, request);
    }

    public Future<TakenJobs> take(TakeJobs request) {
        return bus.request(TAKE, request);
    }

    public Future<Finished> finish(FinishJob request) {
        return bus.request(FINISH, request);
    }
}
