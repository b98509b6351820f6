package io.lockstep.dispatcher.trigger;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.Warnings;
import io.lockstep.contract.lease.HoldLease;
import io.lockstep.contract.lease.Leases;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.trigger.EnqueueJobs;
import io.lockstep.contract.trigger.FinishJob;
import io.lockstep.contract.trigger.LookAtTriggers;
import io.lockstep.contract.trigger.TakeJobs;
import io.lockstep.contract.trigger.TakenJobs.Job;
import io.lockstep.contract.trigger.TriggerWork;
import io.lockstep.contract.trigger.Triggers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the triggers' work while it holds the lease: looks through the feeds that have gone on, keeps a job for whatever a rule
 * matches, and delivers the jobs that are due.
 *
 * <p>That a run of a feed was looked through and its jobs are kept at once, so a node that dies loses none; a job is forgotten
 * when its target has taken it, so it may come twice. The lease only saves work: two nodes that both believe in theirs keep
 * nothing twice, because only one of them can move a feed's cursor on. Confined to one event loop.
 */
final class TriggerRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerRunner.class);
    private static final String LEASE = "triggers";
    private static final long IDLE_MILLIS = 1_000;
    private static final int PAGE = 100;
    private static final int MAX_ERROR = 300;

    private final Vertx vertx;
    private final TriggerConfig config;
    private final Triggers triggers;
    private final Leases leases;
    private final Metadata metadata;
    private final Deliverer deliverer;
    private final Retries retries;
    private final String holder = UUID.randomUUID().toString();
    private final Warnings warnings = new Warnings(System::nanoTime);
    private TriggerIndex index = TriggerIndex.UNKNOWN;
    private long askAtNanos = System.nanoTime();
    private boolean isHolder;
    private int underway;
    private boolean isClosed;

    TriggerRunner(Vertx vertx, Bus bus, TriggerConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.triggers = new Triggers(bus);
        this.leases = new Leases(bus);
        this.metadata = new Metadata(bus);
        this.deliverer = new Deliverer(vertx, bus, config, Clock.systemUTC());
        this.retries = new Retries(config, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Begins; never fails, as the stores may come later. */
    void open() {
        vertx.setTimer(config.interval().toMillis(), timer -> tick());
    }

    /** Gives the lease back. What is on its way to a target is delivered again by another node, if it does not end in time. */
    Future<Void> close() {
        isClosed = true;
        return leases.hold(new HoldLease(LEASE, holder, 0))
                .<Void>mapEmpty()
                .otherwiseEmpty()
                .onComplete(released -> deliverer.close());
    }

    private void tick() {
        if (isClosed) {
            return;
        }
        triggers.look(new LookAtTriggers(index.version()))
                .compose(this::work)
                .onFailure(this::warn)
                .onComplete(done -> vertx.setTimer(pauseMillis(), timer -> tick()));
    }

    private long pauseMillis() {
        return index.isEmpty() ? IDLE_MILLIS : config.interval().toMillis();
    }

    /** Without a trigger there is none, and nobody needs the lease. */
    private Future<Void> work(TriggerWork work) {
        var orders = work.orders();
        if (orders != null) {
            index = TriggerIndex.of(work.version(), orders);
        }
        return index.isEmpty()
                ? Future.succeededFuture()
                : hold().compose(isHeld -> isHeld ? work(work.behind()) : Future.succeededFuture());
    }

    /** A holder asks again when a third of his time is over, others each second. */
    private Future<Boolean> hold() {
        var now = System.nanoTime();
        if (now - askAtNanos < 0) {
            return Future.succeededFuture(isHolder);
        }
        var ttl = config.leaseTtl();
        return leases.hold(new HoldLease(LEASE, holder, ttl.toMillis())).map(lease -> {
            isHolder = lease.held();
            askAtNanos = now + (isHolder ? ttl.toNanos() / 3 : IDLE_MILLIS * 1_000_000);
            return isHolder;
        });
    }

    private Future<Void> work(List<TriggerWork.Feed> behind) {
        return directories()
                .compose(paths -> lookThrough(behind, new Matching(paths)))
                .compose(seen -> deliverDue());
    }

    private Future<Map<String, String>> directories() {
        var ids = index.directories();
        if (ids.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        var asked = ids.stream().limit(PAGE * 10L).toList();
        return metadata.list(new ListDocuments(
                        Actor.SYSTEM, Matching.FILES, null, asked.size(), asked, null, null, null, null))
                .map(page -> {
                    var paths = new HashMap<String, String>();
                    page.documents().forEach(document -> {
                        if (document.fields().getValue("path") instanceof String path) {
                            paths.put(document.document(), path);
                        }
                    });
                    return (Map<String, String>) paths;
                })
                .recover(failure -> isAbsent(failure)
                        ? Future.succeededFuture(Map.of())
                        // Without the paths a change would be passed over that a rule matches.
                        : Future.failedFuture(failure));
    }

    private static boolean isAbsent(Throwable failure) {
        return failure instanceof ServiceException known && known.code() == FailureCode.NOT_FOUND;
    }

    // Feeds

    /** A page of each, so that a long one does not keep the others waiting; what is left is looked for again at once. */
    private Future<Void> lookThrough(List<TriggerWork.Feed> feeds, Matching matching) {
        Future<Void> done = Future.succeededFuture();
        for (var feed : feeds) {
            done = done.compose(before -> lookThrough(feed, matching)).otherwise(failure -> {
                // It is behind still, and looked through again; the others do not wait for it.
                warn(failure);
                return null;
            });
        }
        return done;
    }

    private Future<Void> lookThrough(TriggerWork.Feed feed, Matching matching) {
        if (isClosed) {
            return Future.succeededFuture();
        }
        var version = index.version();
        return metadata.changes(new ListChanges(Actor.SYSTEM, feed.space(), feed.from(), PAGE, null, null, true))
                .compose(page -> enqueue(version, feed, page, matching)
                        .compose(accepted -> accepted && page.pending() > 0
                                ? lookThrough(
                                        new TriggerWork.Feed(feed.space(), page.cursor(), page.cursor()), matching)
                                : Future.succeededFuture()));
    }

    private Future<Boolean> enqueue(long version, TriggerWork.Feed feed, Changes page, Matching matching) {
        var jobs = index.jobs(feed.space(), Happening.of(page.changes()), matching);
        return triggers.enqueue(new EnqueueJobs(version, feed.space(), feed.known(), page.cursor(), jobs))
                .map(enqueued -> enqueued.accepted());
    }

    // Jobs

    /** Takes as many as can be delivered now; each that ends makes room for the next ones. */
    private Future<Void> deliverDue() {
        int room = config.concurrency() - underway;
        if (room <= 0 || isClosed) {
            return Future.succeededFuture();
        }
        long lease = config.timeout().toMillis() * 2 + config.leaseTtl().toMillis();
        underway += room;
        return triggers.take(new TakeJobs(room, lease))
                .onComplete(taken -> underway -= room)
                .compose(taken -> {
                    var deliveries = new ArrayList<Future<?>>();
                    taken.jobs().forEach(job -> deliveries.add(deliver(job)));
                    if (taken.jobs().size() == room) {
                        Future.join(deliveries).eventually(this::deliverDue).onFailure(failure -> {});
                    }
                    return Future.succeededFuture();
                });
    }

    private Future<Void> deliver(Job job) {
        underway++;
        return deliverer
                .deliver(job)
                .map(taken -> new FinishJob(job.job(), job.attempt(), null, null))
                .otherwise(failure -> failed(job, failure))
                .compose(triggers::finish)
                .onFailure(this::warn)
                .onComplete(finished -> underway--)
                .mapEmpty();
    }

    private FinishJob failed(Job job, Throwable failure) {
        var reason = String.valueOf(failure.getMessage());
        var error = reason.substring(0, Math.min(reason.length(), MAX_ERROR));
        var again = retries.after(job.attempt());
        if (again.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("trigger", job.trigger())
                    .addKeyValue("job", job.job())
                    .addKeyValue("attempts", job.attempt())
                    .addKeyValue("reason", error)
                    .log(
                            "gave up a delivery: it is listed under the failures of its trigger, and can be tried again there");
        }
        return new FinishJob(job.job(), job.attempt(), error, again.isEmpty() ? null : again.getAsLong());
    }

    private void warn(Throwable failure) {
        var reason = String.valueOf(failure.getMessage());
        warnings.due(reason)
                .ifPresent(count -> LOG.atWarn()
                        .addKeyValue("reason", reason)
                        .addKeyValue("count", count)
                        .log("the work of the triggers stands still: it goes on when the stores are back"));
    }
}
