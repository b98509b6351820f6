package io.lockstep.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.AcquireLocks;
import io.lockstep.contract.lock.AcquireLocks.Cell;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.LockAnswer;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One client of a concurrency run: takes cells and whole documents, keeps them for a while, gives them back, forgets them,
 * waits for them, and sometimes breaks the lock of somebody else. Writes down what it believes to hold.
 */
final class BusyClient {
    private static final List<String> DOCUMENTS =
            IntStream.rangeClosed(1, 24).mapToObj(String::valueOf).toList();
    private static final List<String> FIELDS = List.of("title", "author", "state", "size");
    private static final long WAIT_MILLIS = 3_000;

    private final Vertx vertx;
    private final Locks locks;
    private final String space;
    private final String user;
    private final Random random;
    private final Holdings holdings;
    private final Map<Long, Long> deadlineMillis;
    private final Map<String, Promise<Void>> waiting = new ConcurrentHashMap<>();

    BusyClient(
            Vertx vertx,
            Locks locks,
            String space,
            String user,
            long seed,
            Holdings holdings,
            Map<Long, Long> deadlineMillis) {
        this.vertx = vertx;
        this.locks = locks;
        this.space = space;
        this.user = user;
        this.random = new Random(seed);
        this.holdings = holdings;
        this.deadlineMillis = deadlineMillis;
    }

    /** Goes on until that time. */
    Future<Void> run(long untilNanos) {
        if (System.nanoTime() > untilNanos) {
            return Future.succeededFuture();
        }
        return step().compose(done -> pause(random.nextInt(40))).compose(rested -> run(untilNanos));
    }

    void heard(Event.Granted granted) {
        var promise = waiting.get(granted.document() + "/" + granted.field());
        if (promise != null) {
            promise.tryComplete();
        }
    }

    private Future<Void> step() {
        var document = pick(DOCUMENTS);
        var field = random.nextInt(5) == 0 ? "*" : pick(FIELDS);
        return switch (random.nextInt(12)) {
            case 0 -> breakLock(document, field);
            case 1, 2 -> takeTwo(document);
            case 3, 4, 5 -> waitFor(document, field);
            default -> expected(take(document, field, false).compose(this::keep));
        };
    }

    private Future<LockAnswer> take(String document, String field, boolean queues) {
        var ttlMillis = 1_000L + random.nextInt(1_000);
        var askedAt = System.nanoTime();
        return locks.acquire(new AcquireLock(
                        actor(), null, space, document, field, ttlMillis, null, null, queues ? true : null))
                .onSuccess(answer -> believe(answer, askedAt));
    }

    private Future<Void> takeTwo(String document) {
        var askedAt = System.nanoTime();
        var cells = List.of(new Cell(document, "title"), new Cell(pick(DOCUMENTS), "author"));
        return expected(locks.acquireAll(new AcquireLocks(actor(), null, space, cells, 1_500L, null, null))
                .onSuccess(answers -> answers.locks().forEach(answer -> believe(answer, askedAt)))
                .compose(answers ->
                        Future.join(answers.locks().stream().map(this::keep).toList())));
    }

    private Future<Void> waitFor(String document, String field) {
        var turn = Promise.<Void>promise();
        waiting.put(document + "/" + field, turn);
        return take(document, field, true)
                .recover(refused -> isRefused(refused)
                        ? turn.future()
                                .timeout(WAIT_MILLIS, TimeUnit.MILLISECONDS)
                                .compose(granted -> take(document, field, false))
                        : Future.failedFuture(refused))
                .onComplete(done -> waiting.remove(document + "/" + field))
                .compose(this::keep)
                // Also gives up the place in the line.
                .recover(gaveUp -> release(document, field));
    }

    /** Gives it back after a while, perhaps after it was renewed; or forgets it. */
    private Future<Void> keep(LockAnswer held) {
        return pause(random.nextInt(300)).compose(worked -> switch (random.nextInt(8)) {
            case 0, 1 -> Future.succeededFuture();
            case 2 -> expected(take(held.document(), held.field(), false));
            case 3 -> expected(take(held.document(), held.field(), false).compose(this::end));
            default -> end(held);
        });
    }

    private Future<Void> end(LockAnswer held) {
        holdings.endAsked(held.fence(), System.nanoTime());
        return release(held.document(), held.field());
    }

    private Future<Void> release(String document, String field) {
        return expected(locks.release(new ReleaseLock(actor(), space, document, field)));
    }

    private Future<Void> breakLock(String document, String field) {
        var askedAt = System.nanoTime();
        return expected(
                locks.breakLock(new BreakLock(new Actor("admin", null, null), null, space, document, field, "nemesis"))
                        .onSuccess(broken -> holdings.endAsked(broken.lock().fence(), askedAt)));
    }

    private void believe(LockAnswer answer, long askedAt) {
        holdings.holds(user, answer.document(), answer.field(), answer.fence(), askedAt, answer.expiresInMs());
        deadlineMillis.merge(answer.fence(), answer.expiresAt().toEpochMilli(), Math::max);
    }

    private Future<Void> pause(long millis) {
        return vertx.timer(millis + 1, TimeUnit.MILLISECONDS).mapEmpty();
    }

    private Actor actor() {
        return new Actor(user, null, user + "-tab");
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof ServiceException known && known.code() == FailureCode.LOCKED;
    }

    /** A refusal is part of the day; anything else fails the run. */
    private static Future<Void> expected(Future<?> asked) {
        return asked.<Void>mapEmpty()
                .recover(failure -> failure instanceof ServiceException known
                                && (known.code() == FailureCode.LOCKED || known.code() == FailureCode.NOT_FOUND)
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }
}
