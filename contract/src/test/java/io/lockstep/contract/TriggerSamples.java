package io.lockstep.contract;

import static io.lockstep.contract.Sample.answer;
import static io.lockstep.contract.Sample.request;
import static io.lockstep.contract.Samples.ALICE;
import static io.lockstep.contract.Samples.AT;

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
import io.lockstep.contract.trigger.TriggerList;
import io.lockstep.contract.trigger.TriggerWork;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** The samples of triggers, their jobs, and leases. */
final class TriggerSamples {
    private static final String NAME = "thumbnails";
    private static final List<String> RULES = List.of("io.cozy.files:DELETED:image/jpg:mime");
    private static final String WEBHOOK = "https://hooks.example/lockstep";
    private static final String SECRET = "0123456789abcdef";
    private static final String SPACE = "cozy:io.cozy.files";
    private static final Trigger TRIGGER = new Trigger(NAME, RULES, 600_000L, WEBHOOK, null, AT);

    static final List<Sample> ALL = List.of(
            answer(TRIGGER),
            answer(new Trigger(NAME, RULES, null, null, "jobs.thumbnails", AT)).in("Trigger.2"),
            request(
                    new PutTrigger(ALICE, NAME, RULES, 600_000L, WEBHOOK, SECRET, null),
                    "actor",
                    "trigger",
                    "rules",
                    "webhook",
                    "secret"),
            request(new ListTriggers(ALICE), "actor"),
            answer(new TriggerList(List.of(TRIGGER))),
            request(new DeleteTrigger(ALICE, NAME), "actor", "trigger"),
            request(new ListFailures(ALICE, NAME, 16L, 50), "actor", "trigger"),
            answer(new Failures(
                    List.of(new Failures.Failure(17, NAME, 12, "the webhook answered 500", AT, payload())))),
            request(new RetryFailure(ALICE, NAME, 17L), "actor", "trigger"),
            answer(new Retried(1)),
            request(new LookAtTriggers(3L), "version"),
            answer(new TriggerWork(
                    4,
                    List.of(new TriggerWork.Order(NAME, RULES, 600_000L, Map.of(SPACE, 41L))),
                    List.of(new TriggerWork.Feed(SPACE, "1.0.15", "1.0.16")))),
            request(
                    new EnqueueJobs(
                            4, SPACE, "1.0.15", "1.0.16", List.of(new EnqueueJobs.NewJob(NAME, 600_000L, payload()))),
                    "version",
                    "space",
                    "to",
                    "jobs"),
            answer(new Enqueued(true)),
            request(new TakeJobs(32, 24_000), "limit", "leaseMillis"),
            answer(new TakenJobs(List.of(new TakenJobs.Job(17, NAME, 1, WEBHOOK, SECRET, null, AT, payload())))),
            request(new FinishJob(17, 1, "the webhook answered 500", 1_000L), "job", "attempt"),
            answer(new Finished(true)),
            request(new HoldLease("triggers", "node-1", 4_000), "name", "holder", "ttlMillis"),
            answer(new Lease(true, 7)));

    private TriggerSamples() {}

    private static JsonObject payload() {
        return new JsonObject().put("trigger", NAME).put("debounced", true);
    }
}
