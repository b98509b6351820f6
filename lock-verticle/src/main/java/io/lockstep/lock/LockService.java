package io.lockstep.lock;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAnswer;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.LockVerdicts;
import io.lockstep.contract.lock.LockVerdicts.Verdict;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.contract.lock.Released;
import io.lockstep.lock.LockStore.Absent;
import io.lockstep.lock.LockStore.Ended;
import io.lockstep.lock.LockStore.Freed;
import io.lockstep.lock.LockStore.Granted;
import io.lockstep.lock.LockStore.Refused;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rules of locking: limits, what is answered, what is announced, and which writes a lock forbids.
 *
 * <p>Has no clock: the store's is the only one. Every change is announced at the moment at which the store's Future
 * completes, before it is answered, so the events of a space leave in lockSeq order (see {@link LockStore}).
 */
final class LockService {
    private static final String RELEASED = "released";
    private static final String EXPIRED = "expired";

    private final LockStore store;
    private final Duration maxTtl;
    private final Consumer<List<Event>> events;

    LockService(LockStore store, Duration maxTtl, Consumer<List<Event>> events) {
        this.store = store;
        this.maxTtl = maxTtl;
        this.events = events;
    }

    /** Fails with LOCKED, carrying the standing lock, and with BAD_REQUEST for a ttl beyond the limit. */
    Future<LockAnswer> acquire(AcquireLock request) {
        Require.within(request.ttlMillis(), AcquireLock.MIN_TTL_MILLIS, maxTtl.toMillis(), "ttlMillis");
        return store.acquire(request).compose(answer -> {
            var news = expired(answer.expired());
            if (answer.outcome() instanceof Granted granted) {
                news.add(locked(granted));
            }
            events.accept(news);
            return answerOf(answer.outcome(), request.ttlMillis());
        });
    }

    /** Fails with LOCKED, carrying the lock, when it is somebody else's. */
    Future<Released> release(ReleaseLock request) {
        return store.release(request).compose(answer -> {
            var news = expired(answer.expired());
            if (answer.outcome() instanceof Freed freed) {
                news.add(unlocked(freed.ended(), RELEASED));
            }
            events.accept(news);
            return answerOf(answer.outcome());
        });
    }

    Future<LockSnapshot> list(ListLocks request) {
        return store.list(request);
    }

    /** One look per space, all at once; a space's verdicts are of one moment. */
    Future<LockVerdicts> check(CheckLocks request) {
        Map<String, LinkedHashSet<String>> documents = request.items().stream()
                .collect(groupingBy(
                        CheckLocks.Item::space, mapping(CheckLocks.Item::document, toCollection(LinkedHashSet::new))));
        var looks = documents.entrySet().stream()
                .map(space -> store.list(new ListLocks(space.getKey(), List.copyOf(space.getValue()))))
                .toList();
        return Future.all(looks).map(looked -> verdicts(request, looked.<LockSnapshot>list()));
    }

    /** Ends and announces what is due. */
    Future<Void> expire() {
        return store.expire(ended -> events.accept(expired(ended)));
    }

    private static Future<LockAnswer> answerOf(LockStore.Acquisition outcome, long ttlMillis) {
        if (outcome instanceof Granted granted) {
            return Future.succeededFuture(answer(granted, ttlMillis));
        }
        return refusal(((Refused) outcome).standing());
    }

    private static Future<Released> answerOf(LockStore.Release outcome) {
        if (outcome instanceof Refused refused) {
            return refusal(refused.standing());
        }
        return Future.succeededFuture(new Released(!(outcome instanceof Absent)));
    }

    private static LockAnswer answer(Granted granted, long ttlMillis) {
        var lock = granted.lock();
        return new LockAnswer(
                lock.space(),
                lock.document(),
                lock.field(),
                lock.owner(),
                lock.displayName(),
                lock.fence(),
                lock.expiresAt(),
                ttlMillis,
                granted.isNew(),
                granted.lockSeq(),
                ttlMillis / 3,
                lock.session(),
                null);
    }

    private static <T> Future<T> refusal(Lock standing) {
        var what = standing.field().equals(Lock.WHOLE_DOCUMENT) ? "the document" : "'" + standing.field() + "'";
        return Future.failedFuture(new ServiceException(
                FailureCode.LOCKED,
                what + " is locked by " + standing.displayName() + " until " + standing.expiresAt(),
                new JsonObject().put("lock", Json.toJson(standing))));
    }

    private static LockVerdicts verdicts(CheckLocks request, List<LockSnapshot> snapshots) {
        Map<Cell, List<Lock>> standing = snapshots.stream()
                .flatMap(snapshot -> snapshot.locks().stream())
                .collect(groupingBy(lock -> new Cell(lock.space(), lock.document())));
        return new LockVerdicts(request.items().stream()
                .map(item -> verdict(item, standing.getOrDefault(new Cell(item.space(), item.document()), List.of())))
                .toList());
    }

    private static Verdict verdict(CheckLocks.Item write, List<Lock> standing) {
        var covering =
                standing.stream().filter(lock -> covers(lock, write.fields())).toList();
        var conflict = covering.stream()
                .filter(lock -> !lock.owner().equals(write.user()))
                .min(Comparator.comparingLong(Lock::fence));
        var fence = covering.stream()
                .filter(lock -> lock.owner().equals(write.user()))
                .map(Lock::fence)
                .max(Comparator.naturalOrder());
        return new Verdict(conflict.orElse(null), fence.orElse(null));
    }

    private static boolean covers(Lock lock, List<String> fields) {
        return lock.field().equals(Lock.WHOLE_DOCUMENT)
                || fields.contains(Lock.WHOLE_DOCUMENT)
                || fields.contains(lock.field());
    }

    private static List<Event> expired(List<Ended> ended) {
        var news = new ArrayList<Event>();
        ended.forEach(one -> news.add(unlocked(one, EXPIRED)));
        return news;
    }

    private static Event unlocked(Ended ended, String reason) {
        var lock = ended.lock();
        return new Event.Unlocked(
                lock.space(), lock.document(), lock.field(), lock.owner(), lock.fence(), ended.lockSeq(), reason);
    }

    private static Event locked(Granted granted) {
        var lock = granted.lock();
        return new Event.Locked(
                lock.space(),
                lock.document(),
                lock.field(),
                lock.owner(),
                lock.displayName(),
                lock.fence(),
                lock.expiresAt(),
                granted.lockSeq(),
                !granted.isNew());
    }

    private record Cell(String space, String document) {}
}
