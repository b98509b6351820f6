package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lease.HoldLease;
import io.lockstep.contract.lease.Lease;
import io.lockstep.contract.trigger.DeleteTrigger;
import io.lockstep.contract.trigger.EnqueueJobs;
import io.lockstep.contract.trigger.Enqueued;
import io.lockstep.contract.trigger.Failures;
import io.lockstep.contract.trigger.FinishJob;
import io.lockstep.contract.trigger.Finished;
import io.lockstep.contract.trigger.ListFailures;
import io.lockstep.contract.trigger.ListTriggers;
import io.lockstep.contract.trigger.LookAtTriggers;
import io.lockstep.contract.trigger.PutTrigger;
import io.lockstep.contract.trigger.Retried;
import io.lockstep.contract.trigger.RetryFailure;
import io.lockstep.contract.trigger.TakeJobs;
import io.lockstep.contract.trigger.TakenJobs;
import io.lockstep.contract.trigger.Trigger;
import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerList;
import io.lockstep.contract.trigger.TriggerRule;
import io.lockstep.contract.trigger.TriggerWork;
import io.vertx.core.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The operations on triggers, their jobs, and leases. What a trigger tells may come from any space, so admins alone make them. */
final class TriggerService {
    private final TriggerStore store;
    private final TriggerDialect dialect;

    TriggerService(TriggerStore store, TriggerDialect dialect) {
        this.store = store;
        this.dialect = dialect;
    }

    Future<Trigger> put(PutTrigger request) {
        Text.check(request.trigger(), "trigger");
        var spaces = request.rules().stream()
                .map(rule -> TriggerRule.parse(Text.check(rule, "rules")).space(dialect))
                .collect(Collectors.toSet());
        return admin(request.actor(), () -> store.put(request, spaces));
    }

    Future<TriggerList> list(ListTriggers request) {
        return admin(request.actor(), () -> store.list().map(TriggerList::new));
    }

    Future<Trigger> delete(DeleteTrigger request) {
        var name = Text.check(request.trigger(), "trigger");
        return admin(
                request.actor(),
                () -> store.delete(name)
                        .map(deleted -> deleted.orElseThrow(() ->
                                new ServiceException(FailureCode.NOT_FOUND, "there is no trigger '" + name + "'"))));
    }

    Future<Failures> failures(ListFailures request) {
        Text.check(request.trigger(), "trigger");
        return admin(request.actor(), () -> store.failures(request));
    }

    Future<Retried> retry(RetryFailure request) {
        Text.check(request.trigger(), "trigger");
        return admin(request.actor(), () -> store.retry(request).map(Retried::new));
    }

    Future<TriggerWork> look(LookAtTriggers request) {
        return store.look(request.version());
    }

    Future<Enqueued> enqueue(EnqueueJobs request) {
        return store.enqueue(request).map(Enqueued::new);
    }

    Future<TakenJobs> take(TakeJobs request) {
        return store.take(request);
    }

    Future<Finished> finish(FinishJob request) {
        return store.finish(request).map(Finished::new);
    }

    Future<Lease> hold(HoldLease request) {
        Text.check(request.name(), "name");
        Text.check(request.holder(), "holder");
        return store.hold(request);
    }

    private static <T> Future<T> admin(Actor actor, Supplier<Future<T>> work) {
        return actor.isAdmin()
                ? work.get()
                : Future.failedFuture(
                        Refusals.forbidden("triggers hear of every space: only an admin may see or change them"));
    }
}
