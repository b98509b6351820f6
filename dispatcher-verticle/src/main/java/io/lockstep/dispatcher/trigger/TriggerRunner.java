package io.lockstep.dispatcher.trigger;

import io.lockstep.contract.Bus;
import io.lockstep.contract.Warnings;
import io.lockstep.contract.lease.HoldLease;
import io.lockstep.contract.lease.Leases;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.trigger.FinishJob;
import io.lockstep.contract.trigger.LookAtTriggers;
import io.lockstep.contract.trigger.TakeJobs;
import io.lockstep.contract.trigger.TakenJobs.Job;
import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerWork;
import io.lockstep.contract.trigger.Triggers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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
    private static final int IDLE_INTERVALS = 2;
    private static final int MAX_ERROR = 300;

    private final Vertx vertx;
    private final TriggerConfig config;
    private final Triggers triggers;
    private final Leases leases;
    private final FeedWalk walk;
    private final Deliverer deliverer;
    private final Retries retries;
    private final String holder = UUID.randomUUID().toString();
    private final Warnings warnings = new Warnings(System::nanoTime);
    private TriggerIndex index;
    private boolean goesOn;
    private long askAtNanos = System.nanoTime();
    private boolean isHolder;
    private int underway;
    private boolean isClosed;

    TriggerRunner(Vertx vertx, Bus bus, TriggerConfig config, TriggerDialect dialect) {
        this.vertx = vertx;
        this.index = TriggerIndex.unknown(dialect);
        this.config = config;
        this.triggers = new Triggers(bus);
        this.leases = new Leases(bus);
        this.walk = new FeedWalk(new Metadata(bus), triggers, this::warn);
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
        walk.close();
        return leases.hold(new HoldLease(LEASE, holder, 0))
                .<Void>mapEmpty()
                .otherwiseEmpty()
                .onComplete(released -> deliverer.close());
    }

    private void tick() {
        if (isClosed) {
            return;
        }
        goesOn = false;
        triggers.look(new LookAtTriggers(index.version()))
                .compose(this::work)
                .onFailure(this::warn)
                .onComplete(done -> vertx.setTimer(pauseMillis(), timer -> tick()));
    }

    private long pauseMillis() {
        if (goesOn) {
            return 1;
        }
        return config.interval().toMillis() * (index.isEmpty() ? IDLE_INTERVALS : 1);
    }

    /** Without a trigger there is none, and nobody needs the lease. */
    private Future<Void> work(TriggerWork work) {
        var orders = work.orders();
        if (orders != null) {
            index = TriggerIndex.of(work.version(), index.dialect(), orders);
        }
        return index.isEmpty()
                ? Future.succeededFuture()
                : hold().compose(isHeld -> isHeld ? work(work.behind()) : Future.succeededFuture());
    }

    /** A holder asks again when a third of his time is over, others with every other look. */
    private Future<Boolean> hold() {
        var now = System.nanoTime();
        if (now - askAtNanos < 0) {
            return Future.succeededFuture(isHolder);
        }
        var ttl = config.leaseTtl();
        return leases.hold(new HoldLease(LEASE, holder, ttl.toMillis())).map(lease -> {
            isHolder = lease.held();
            askAtNanos = now + (isHolder ? ttl.toNanos() / 3 : config.interval().toNanos() * IDLE_INTERVALS);
            return isHolder;
        });
    }

    private Future<Void> work(List<TriggerWork.Feed> behind) {
        return walk.through(index, behind).compose(more -> {
            goesOn = more;
            return deliverDue();
        });
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
