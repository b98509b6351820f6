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
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The metadata and lock services of one space in memory, on a real local bus; the test decides which events arrive. */
final class FakeServices {
    static final String SPACE = "test:one";
    static final long EPOCH = 7;

    final List<Event.Changed> feed = new CopyOnWriteArrayList<>();
    final Set<String> members = ConcurrentHashMap.newKeySet();
    final List<Lock> locks = new CopyOnWriteArrayList<>();
    final AtomicLong accessVersion = new AtomicLong(1);
    final AtomicLong lockSeq = new AtomicLong(100);
    volatile long floor;
    volatile boolean areLocksAway;

    /** What happens between the question for changes and its answer. */
    volatile Supplier<Future<?>> beforeChanges = Future::succeededFuture;

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
                        bus.serve(
                                Locks.LIST,
                                request -> areLocksAway
                                        ? Future.failedFuture(new ServiceException(FailureCode.UNAVAILABLE, "away"))
                                        : Future.succeededFuture(
                                                new LockSnapshot(request.space(), List.copyOf(locks), lockSeq.get()))))
                .await(5, TimeUnit.SECONDS);
    }

    private Future<Changes> changes(ListChanges request) {
        var since = Cursor.parse(request.since());
        if (since.epoch() != EPOCH || since.seq() < floor) {
            return Future.failedFuture(new ServiceException(FailureCode.CURSOR_GONE, "gone"));
        }
        var page = feed.stream()
                .filter(change -> change.seq() > since.seq())
                .limit(request.limit())
                .toList();
        var end = page.isEmpty() ? since.seq() : page.get(page.size() - 1).seq();
        return Future.succeededFuture(new Changes(page, cursor(end), feed.size() - end));
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

    @CanIgnoreReturnValue
    Event.Locked lock(String field) {
        return new Event.Locked(
                SPACE, "1", field, "alice", "Alice", 1, Instant.EPOCH, lockSeq.incrementAndGet(), false);
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
