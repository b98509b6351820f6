package io.lockstep.lock;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.AcquireLocks;
import io.lockstep.contract.lock.AttendLocks;
import io.lockstep.contract.lock.Attended;
import io.lockstep.contract.lock.Attendees;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.Broken;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.KnockLock;
import io.lockstep.contract.lock.Knocked;
import io.lockstep.contract.lock.ListAttendees;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLockHeads;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.LockAnswer;
import io.lockstep.contract.lock.LockAnswers;
import io.lockstep.contract.lock.LockAudit;
import io.lockstep.contract.lock.LockHeads;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.LockVerdicts;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.contract.lock.Released;
import io.lockstep.contract.lock.WhenLocksAreAway;
import io.lockstep.lock.LockMetrics.Outcome;
import io.lockstep.lock.LockStore.Acquisition;
import io.lockstep.lock.LockStore.Due;
import io.lockstep.lock.LockStore.Ended;
import io.lockstep.lock.LockStore.Given;
import io.lockstep.lock.LockStore.GivenBack;
import io.lockstep.lock.LockStore.Granted;
import io.lockstep.lock.LockStore.How;
import io.lockstep.lock.LockStore.News;
import io.lockstep.lock.LockStore.Refused;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of locking: limits, what is answered, what is announced, and which writes a lock forbids.
 *
 * <p>Locks go by the store's clock; the service's own only says until when an answer without the store may be relied on.
 * Every change is announced at the moment at which the store's Future completes, before it is answered, so the events of a
 * space leave in lockSeq order (see {@link LockStore}).
 */
final class LockService {
    private static final Logger LOG = LoggerFactory.getLogger(LockService.class);

    private final LockStore store;
    private final LockConfig config;
    private final Consumer<List<Event>> announce;
    private final LockMetrics metrics;
    private final InstantSource clock;
    private final LockEvents events;

    LockService(
            LockStore store,
            LockConfig config,
            Consumer<List<Event>> announce,
            LockMetrics metrics,
            InstantSource clock) {
        this.store = store;
        this.config = config;
        this.announce = announce;
        this.metrics = metrics;
        this.clock = clock;
        this.events = new LockEvents(config.grantTtl().toMillis());
    }

    /** Fails with LOCKED, carrying the standing lock, and with BAD_REQUEST for a ttl beyond the limit. */
    Future<LockAnswer> acquire(AcquireLock request) {
        return acquire(Claim.of(request)).map(answers -> answers.locks().get(0));
    }

    /** As {@link #acquire(AcquireLock)}, all or none. */
    Future<LockAnswers> acquire(AcquireLocks request) {
        return acquire(Claim.of(request));
    }

    private Future<LockAnswers> acquire(Claim asked) {
        var maxTtlMillis = config.maxTtl().toMillis();
        var claim = asked.within(maxTtlMillis);
        Require.within(claim.ttlMillis(), AcquireLock.MIN_TTL_MILLIS, maxTtlMillis, "ttlMillis");
        var startNanos = System.nanoTime();
        return store.acquire(claim)
                .compose(answer -> {
                    tell(answer.news());
                    announce.accept(
                            answer.outcome() instanceof Granted granted
                                    ? events.acquired(answer.news(), granted)
                                    : events.changed(answer.news()));
                    metrics.acquired(outcome(answer.outcome()), System.nanoTime() - startNanos);
                    return answerOf(claim, answer.outcome());
                })
                .recover(failure -> isAway(failure)
                        ? withoutStore(claim, failure, System.nanoTime() - startNanos)
                        : Future.failedFuture(failure));
    }

    private static Outcome outcome(Acquisition acquisition) {
        if (acquisition instanceof Granted granted) {
            return granted.locks().stream().anyMatch(taken -> taken.how() == How.ACQUIRED)
                    ? Outcome.ACQUIRED
                    : Outcome.RENEWED;
        }
        return Outcome.CONFLICT;
    }

    private Future<LockAnswers> withoutStore(Claim claim, Throwable failure, long nanos) {
        if (config.whenLocksAreAway() == WhenLocksAreAway.REFUSE) {
            metrics.acquired(Outcome.UNAVAILABLE, nanos);
            return Future.failedFuture(failure);
        }
        metrics.acquired(Outcome.DEGRADED, nanos);
        return Future.succeededFuture(Answers.degraded(claim, clock.instant()));
    }

    private static Future<LockAnswers> answerOf(Claim claim, Acquisition outcome) {
        return outcome instanceof Granted granted
                ? Future.succeededFuture(Answers.taken(claim, granted))
                : Future.failedFuture(Answers.refusal((Refused) outcome));
    }

    /** Fails with LOCKED, carrying the lock, when it is somebody else's and the actor did not wait for it. */
    Future<Released> release(ReleaseLock request) {
        return store.release(request)
                .<Released>compose(answer -> {
                    tell(answer.news());
                    announce.accept(events.changed(answer.news()));
                    return answer.outcome() instanceof GivenBack given
                            ? Future.succeededFuture(
                                    new Released(given.isReleased(), given.stoppedWaiting() ? true : null))
                            : Future.failedFuture(Answers.refusal((Refused) answer.outcome()));
                })
                .recover(failure -> isAway(failure) && config.whenLocksAreAway() == WhenLocksAreAway.ALLOW
                        ? Future.succeededFuture(new Released(false))
                        : Future.failedFuture(failure));
    }

    /** Fails with NOT_FOUND when there is no such lock. */
    Future<Broken> breakLock(BreakLock request) {
        return store.breakLock(request).compose(answer -> {
            tell(answer.news());
            announce.accept(events.broken(answer.news(), request));
            return answer.outcome()
                    .map(lock -> {
                        LOG.atInfo()
                                .addKeyValue("space", lock.space())
                                .addKeyValue("document", lock.document())
                                .addKeyValue("lock", lock.field())
                                .addKeyValue("user", request.actor().user())
                                .addKeyValue("displaced", lock.owner())
                                .log("a lock was broken");
                        return Future.succeededFuture(new Broken(lock));
                    })
                    .orElseGet(() -> Future.failedFuture(Answers.noLock(request.document(), request.field())));
        });
    }

    /** Fails with NOT_FOUND when no lock of somebody else stands in the way. */
    Future<Knocked> knock(KnockLock request) {
        return store.list(new ListLocks(request.space(), List.of(request.document())))
                .compose(snapshot -> WriteCheck.obstacle(snapshot, request)
                        .map(lock -> {
                            announce.accept(List.of(LockEvents.knocked(lock, request)));
                            return Future.succeededFuture(new Knocked(lock));
                        })
                        .orElseGet(() -> Future.failedFuture(Answers.noLock(request.document(), request.field()))));
    }

    /** Without the fence, which is for weighing writes only. */
    Future<LockSnapshot> list(ListLocks request) {
        return store.list(request)
                .map(snapshot -> new LockSnapshot(snapshot.space(), snapshot.locks(), snapshot.lockSeq()));
    }

    Future<LockHeads> heads(ListLockHeads request) {
        return store.heads(request.spaces()).map(LockHeads::new);
    }

    /** One look per space, all at once; a space's verdicts are of one moment. */
    Future<LockVerdicts> check(CheckLocks request) {
        var looks = WriteCheck.looks(request).stream().map(store::list).toList();
        return Future.all(looks).map(looked -> WriteCheck.verdicts(request, looked.<LockSnapshot>list()));
    }

    Future<Attendees> attendees(ListAttendees request) {
        return store.attendees().map(Attendees::new);
    }

    Future<Attended> attend(AttendLocks request) {
        return store.attend(request.attendees()).map(Attended::new);
    }

    Future<LockAudit> audit(ListLockAudit request) {
        return store.audit(request);
    }

    /** Ends and announces what is due, and tells the holders whose renewal is overdue while nobody else can have the lock. */
    Future<Void> expire() {
        return store.expire(this::announceDue);
    }

    private void announceDue(Due due) {
        tell(due.news());
        metrics.overdue(due.overdue().size());
        for (var one : due.news()) {
            if (one instanceof Ended ended && ended.act() == LockAudit.Act.EXPIRED) {
                metrics.expiredLate(due.atMillis() - ended.lock().expiresAt().toEpochMilli());
            }
        }
        announce.accept(events.due(due));
    }

    /** Counts what there is. */
    Future<Void> count() {
        return store.census().onSuccess(metrics::counted).mapEmpty();
    }

    private void tell(List<News> news) {
        for (var one : news) {
            if (one instanceof Ended ended) {
                metrics.ended(ended.act());
            } else if (one instanceof Given) {
                metrics.granted();
            }
        }
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof ServiceException known && known.code() == FailureCode.UNAVAILABLE;
    }
}
