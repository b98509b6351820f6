package io.lockstep.gateway.fanout;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Bus;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Deliveries;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.ListLockHeads;
import io.lockstep.contract.lock.LockHeads;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.selector.Selector;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The metadata and lock services of one space in memory, on a real local bus; the test decides which events arrive. */
final class FakeServices {
    static final String SPACE = "test:one";
    static final long EPOCH = 7;

    final List<Event.Changed> feed = new CopyOnWriteArrayList<>();
    final Set<String> members = ConcurrentHashMap.newKeySet();
    final FakeLocks locks = new FakeLocks(SPACE, 100);
    final AtomicLong accessVersion = new AtomicLong(1);
    final AtomicInteger changeReads = new AtomicInteger();
    volatile long floor;
    volatile boolean areLocksAway;

    /** What happens between the question for changes and its answer. */
    volatile Supplier<Future<?>> beforeChanges = Future::succeededFuture;

    /** What happens between a look at the locks and its answer. */
    volatile Supplier<Future<?>> afterLocks = Future::succeededFuture;

    private final Events events;

    FakeServices(Vertx vertx) throws Exception {
        var bus = new Bus(vertx);
        events = new Events(bus);
        Future.all(
                        bus.serve(
                                Metadata.HEADS,
                                request -> Future.succeededFuture(new Heads(
                                        request.spaces().contains(SPACE)
                                                ? List.of(
                                                        new Heads.Head(SPACE, EPOCH, feed.size(), accessVersion.get()))
                                                : List.of()))),
                        bus.serve(
                                Metadata.CHANGES, request -> beforeChanges.get().compose(happened -> changes(request))),
                        bus.serve(
                                Metadata.LIST_SPACES,
                                request -> Future.succeededFuture(new Spaces(
                                        members.contains(request.actor().user())
                                                ? List.of(new Spaces.Summary(SPACE, "One", Role.VIEWER))
                                                : List.of()))),
                        bus.serve(
                                Metadata.CHECK_ACCESS,
                                request -> Future.succeededFuture(new Access(
                                        request.space().equals(SPACE)
                                                        && members.contains(
                                                                request.actor().user())
                                                ? Role.EDITOR
                                                : null,
                                        accessVersion.get()))),
                        bus.serve(Locks.LIST, request -> looked(locks.snapshot())),
                        bus.serve(Locks.HEADS, request -> looked(heads(locks, request))))
                .await(5, TimeUnit.SECONDS);
    }

    private static LockHeads heads(FakeLocks locks, ListLockHeads request) {
        return new LockHeads(request.spaces().stream()
                .map(space -> space.equals(SPACE) ? locks.lockSeq() : 0L)
                .toList());
    }

    private <T> Future<T> looked(T seen) {
        return areLocksAway
                ? Future.failedFuture(new ServiceException(FailureCode.UNAVAILABLE, "away"))
                : afterLocks.get().map(seen);
    }

    private Future<Changes> changes(ListChanges request) {
        var since = Cursor.parse(request.since());
        if (since.epoch() != EPOCH || since.seq() < floor) {
            return Future.failedFuture(new ServiceException(FailureCode.CURSOR_GONE, "gone"));
        }
        changeReads.incrementAndGet();
        var page = feed.stream()
                .filter(change -> change.seq() > since.seq())
                .filter(change ->
                        request.document() == null || request.document().equals(change.document()))
                .limit(request.limit())
                .toList();
        if (request.isWhole()) {
            page = page.stream().map(FakeServices::whole).toList();
        }
        boolean isLastPage = page.size() < request.limit();
        var end = isLastPage
                ? feed.size()
                : page.isEmpty() ? since.seq() : page.get(page.size() - 1).seq();
        return Future.succeededFuture(new Changes(
                request.selector() == null ? page : chosen(page, Selector.parse(request.selector())),
                cursor(end),
                feed.size() - end));
    }

    /** Of documents that are as the change made them, and had one less before. */
    private static Event.Changed whole(Event.Changed change) {
        return change.with(
                new JsonObject().put("n", change.seq() - 1),
                new Event.Changed.Current(change.revision(), change.etag(), Objects.requireNonNull(change.patch())));
    }

    /** Of documents whose only field is {@code n}, the number of their last change. */
    private static List<Event.Changed> chosen(List<Event.Changed> page, Selector selector) {
        return page.stream()
                .map(change -> selector.matches(Objects.requireNonNull(change.patch())) ? change : change.left())
                .toList();
    }

    static String cursor(long seq) {
        return new Cursor(EPOCH, seq).encode();
    }

    /** Commits a change without telling anybody. */
    @CanIgnoreReturnValue
    Event.Changed commit(String document) {
        var seq = feed.size() + 1L;
        var changed = new Event.Changed(
                SPACE,
                seq,
                document,
                seq,
                "etag" + seq,
                Verb.UPDATED,
                new JsonObject().put("n", seq),
                false,
                "alice",
                Instant.EPOCH,
                cursor(seq),
                accessVersion.get());
        feed.add(changed);
        return changed;
    }

    /** Commits a change of an import without telling anybody. */
    @CanIgnoreReturnValue
    Event.Changed commitQuietly(String document) {
        var seq = feed.size() + 1L;
        var changed = new Event.Changed(
                SPACE,
                seq,
                document,
                seq,
                "etag" + seq,
                Verb.UPDATED,
                null,
                false,
                "alice",
                Instant.EPOCH,
                cursor(seq),
                accessVersion.get(),
                true);
        feed.add(changed);
        return changed;
    }

    /** Commits and announces a change. */
    void write(String document) {
        announce(commit(document));
    }

    void announce(Event event) {
        events.deliver(
                Topic.shard(event.topics().get(0)),
                new Deliveries(List.of(new Deliveries.Delivery(event.topics(), event))));
    }
}
