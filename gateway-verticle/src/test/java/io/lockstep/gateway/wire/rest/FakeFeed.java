package io.lockstep.gateway.wire.rest;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Deliveries;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The metadata service as far as feeds need it: one space, whose changes it keeps in memory and publishes. */
final class FakeFeed {
    static final String SPACE = "test:one";
    private static final long EPOCH = 1;

    private final Bus bus;
    private final Events events;
    private final CopyOnWriteArrayList<Event.Changed> changes = new CopyOnWriteArrayList<>();

    /** How often the feed was read by a user. */
    final AtomicInteger reads = new AtomicInteger();

    private final AtomicInteger headReads = new AtomicInteger();

    /** Of all users. */
    volatile boolean isMember = true;

    volatile boolean isAway;

    /** What was before is forgotten. */
    volatile long floor;

    private final AtomicLong accessVersion = new AtomicLong(1);

    FakeFeed(Bus bus) {
        this.bus = bus;
        this.events = new Events(bus);
    }

    void start() throws Exception {
        bus.serve(Metadata.CHANGES, this::changes).await(10, SECONDS);
        bus.serve(
                        Metadata.CHECK_ACCESS,
                        request ->
                                Future.succeededFuture(new Access(isMember ? Role.VIEWER : null, accessVersion.get())))
                .await(10, SECONDS);
        bus.serve(Metadata.HEADS, request -> {
                    headReads.incrementAndGet();
                    return Future.succeededFuture(
                            new Heads(List.of(new Heads.Head(SPACE, EPOCH, changes.size(), accessVersion.get()))));
                })
                .await(10, SECONDS);
        bus.serve(Locks.LIST, request -> Future.succeededFuture(new LockSnapshot(SPACE, List.of(), 1)))
                .await(10, SECONDS);
    }

    /** Ends when the head was asked for so often: once by the node that begins to watch, once by who joins. */
    void awaitHeadReads(int times) {
        var deadline = System.nanoTime() + SECONDS.toNanos(10);
        while (headReads.get() < times) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the head was read " + headReads + " times, not " + times);
            }
            Thread.onSpinWait();
        }
    }

    static String cursor(long seq) {
        return new Cursor(EPOCH, seq).encode();
    }

    /** Writes a change and tells the gateways. */
    void write(String text) {
        deliver(Topic.space(SPACE), keep(text));
    }

    /** Writes a change that nobody is told of. */
    @CanIgnoreReturnValue
    Event.Changed keep(String text) {
        var seq = changes.size() + 1L;
        var change = new Event.Changed(
                SPACE,
                seq,
                "doc",
                seq,
                "e" + seq,
                Verb.UPDATED,
                new JsonObject().put("text", text),
                false,
                "bob",
                Instant.EPOCH,
                cursor(seq),
                accessVersion.get());
        changes.add(change);
        return change;
    }

    /** Nobody may read the space any more, and the gateways are told. */
    void revoke() {
        isMember = false;
        var event = new Event.AccessChanged(SPACE, accessVersion.incrementAndGet());
        deliver(Topic.ACCESS, event);
    }

    private void deliver(String topic, Event event) {
        var delivery = new Deliveries.Delivery(event.topics(), event);
        events.deliver(Topic.shard(topic), new Deliveries(List.of(delivery)));
    }

    private Future<Changes> changes(ListChanges request) {
        if (!request.actor().equals(Actor.SYSTEM)) {
            reads.incrementAndGet();
        }
        if (isAway) {
            return failed(FailureCode.UNAVAILABLE);
        }
        if (!isMember) {
            return failed(FailureCode.NOT_FOUND);
        }
        var since =
                request.since() == null ? floor : Cursor.parse(request.since()).seq();
        if (since < floor) {
            return failed(FailureCode.CURSOR_GONE);
        }
        var end = Math.min(changes.size(), since + request.limit());
        var page = List.copyOf(changes.subList((int) since, (int) end));
        return Future.succeededFuture(new Changes(page, cursor(end), changes.size() - end));
    }

    private <T> Future<T> failed(FailureCode code) {
        var details =
                code == FailureCode.CURSOR_GONE ? new JsonObject().put("cursor", cursor(floor)) : new JsonObject();
        return Future.failedFuture(new ServiceException(code, "refused", details));
    }
}
