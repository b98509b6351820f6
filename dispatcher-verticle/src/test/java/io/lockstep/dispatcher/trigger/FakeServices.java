package io.lockstep.dispatcher.trigger;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Bus;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lease.HoldLease;
import io.lockstep.contract.lease.Lease;
import io.lockstep.contract.lease.Leases;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentPage;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.trigger.EnqueueJobs;
import io.lockstep.contract.trigger.Enqueued;
import io.lockstep.contract.trigger.FinishJob;
import io.lockstep.contract.trigger.Finished;
import io.lockstep.contract.trigger.LookAtTriggers;
import io.lockstep.contract.trigger.TakeJobs;
import io.lockstep.contract.trigger.TakenJobs;
import io.lockstep.contract.trigger.TriggerWork;
import io.lockstep.contract.trigger.Triggers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** The services that triggers are done with, in memory and on a bus of this process: they answer what a test has them answer. */
final class FakeServices {
    private static final int PAGE = 100;

    /** The changes of each feed; the cursor after a change is the number of those before it. */
    final Map<String, List<Event.Changed>> feeds = new ConcurrentHashMap<>();

    final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    final Map<String, String> directories = new ConcurrentHashMap<>();
    final BlockingQueue<EnqueueJobs> enqueued = new LinkedBlockingQueue<>();
    final BlockingQueue<HoldLease> held = new LinkedBlockingQueue<>();
    final BlockingQueue<LookAtTriggers> looks = new LinkedBlockingQueue<>();
    final BlockingQueue<TakenJobs.Job> due = new LinkedBlockingQueue<>();
    final BlockingQueue<FinishJob> finished = new LinkedBlockingQueue<>();
    final BlockingQueue<String> read = new LinkedBlockingQueue<>();
    volatile TriggerWork work = new TriggerWork(1, List.of(), List.of());
    volatile FailureCode directoriesFailWith = FailureCode.NOT_FOUND;
    volatile boolean haveDirectories;
    volatile boolean isLeaseFree = true;

    static FakeServices on(Vertx vertx) throws Exception {
        var services = new FakeServices();
        var bus = new Bus(vertx);
        Future.all(List.of(
                        bus.serve(Metadata.CHANGES, services::changes),
                        bus.serve(Metadata.LIST, services::list),
                        bus.serve(Triggers.LOOK, services::look),
                        bus.serve(Triggers.ENQUEUE, services::enqueue),
                        bus.serve(Triggers.TAKE, services::take),
                        bus.serve(Triggers.FINISH, services::finish),
                        bus.serve(Leases.HOLD, services::hold)))
                .await(10, SECONDS);
        return services;
    }

    @CanIgnoreReturnValue
    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(10, SECONDS), "nothing came");
    }

    private Future<Changes> changes(ListChanges request) {
        read.add(request.space());
        if (unreadable.contains(request.space())) {
            return away(FailureCode.UNAVAILABLE);
        }
        var feed = feeds.getOrDefault(request.space(), List.of());
        int from = Integer.parseInt(Objects.requireNonNull(request.since()));
        int to = Math.min(feed.size(), from + PAGE);
        return Future.succeededFuture(new Changes(feed.subList(from, to), String.valueOf(to), feed.size() - to));
    }

    private Future<DocumentPage> list(ListDocuments request) {
        if (!haveDirectories) {
            return away(directoriesFailWith);
        }
        var found = new ArrayList<Document>();
        for (var id : Objects.requireNonNull(request.ids())) {
            var path = directories.get(id);
            if (path != null) {
                var fields = new JsonObject().put("path", path);
                found.add(new Document(request.space(), id, 1, "e", fields, false, Instant.EPOCH, "alice"));
            }
        }
        return Future.succeededFuture(new DocumentPage(found, null, "0"));
    }

    private Future<TriggerWork> look(LookAtTriggers request) {
        looks.add(request);
        return Future.succeededFuture(
                request.version() == work.version() ? new TriggerWork(work.version(), null, work.behind()) : work);
    }

    private Future<Enqueued> enqueue(EnqueueJobs request) {
        enqueued.add(request);
        return Future.succeededFuture(new Enqueued(true));
    }

    private Future<TakenJobs> take(TakeJobs request) {
        var jobs = new ArrayList<TakenJobs.Job>();
        due.drainTo(jobs, request.limit());
        return Future.succeededFuture(new TakenJobs(jobs));
    }

    private Future<Finished> finish(FinishJob request) {
        finished.add(request);
        return Future.succeededFuture(new Finished(true));
    }

    private Future<Lease> hold(HoldLease request) {
        held.add(request);
        return Future.succeededFuture(new Lease(isLeaseFree && request.ttlMillis() > 0, 1));
    }

    private static <T> Future<T> away(FailureCode code) {
        return Future.failedFuture(new ServiceException(code, "as the test will have it"));
    }
}
