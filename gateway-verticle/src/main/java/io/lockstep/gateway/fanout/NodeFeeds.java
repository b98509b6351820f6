package io.lockstep.gateway.fanout;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Deliveries;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.gateway.attendance.Lines;
import io.lockstep.gateway.auth.Access;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node listens to on the bus, shared by its event loops: one consumer per shard with interest, and the order of
 * every watched space.
 *
 * <p>Bus delivery is at most once. A hole in a space's numbers is filled from the feed after {@link #HOLE_PATIENCE_MS};
 * every {@link #HEAD_INTERVAL_MS} the heads are compared, so that a lost last event is found too, and a lost change of members.
 * Nothing goes out before what precedes it. {@link LockFeeds} does the same for locks.
 *
 * <p>All state belongs to one event loop, the feed loop; event loops of sessions call from theirs and are answered there.
 */
public final class NodeFeeds implements LockFeeds.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(NodeFeeds.class);
    private static final long HOLE_PATIENCE_MS = 50;
    private static final long HEAD_INTERVAL_MS = 1_000;
    private static final long PRESENCE_DELAY_MS = 50;
    private static final int REPAIR_PAGE = 1_000;

    private final Vertx vertx;
    private final Context loop;
    private final Metadata metadata;
    private final Lines lines;
    private final Access access;
    private final Map<String, Watched> spaces = new HashMap<>();
    private final Map<String, Map<Hub, Integer>> users = new HashMap<>();
    private final Shards shards;
    private final LockFeeds lockFeeds;
    private final Set<Hub> hubs = new HashSet<>();

    /** One watched space: its order, who wants it, who is there. */
    private static final class Watched {
        final SpaceFeed feed = new SpaceFeed();
        final Map<Hub, Integer> hubs = new HashMap<>();
        final Presence presence = new Presence();
        Future<Void> ready = Future.succeededFuture();
        long accessVersion;
        boolean isRepairing;
        boolean isPresenceDue;
    }

    /** Created on the feed loop. */
    public NodeFeeds(Vertx vertx, Metadata metadata, Locks locks, Events events, Access access, Lines lines) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.metadata = metadata;
        this.lines = lines;
        this.lockFeeds = new LockFeeds(vertx, locks, this);
        this.shards = new Shards(events, this::received);
        this.access = access;
    }

    /** Listens for changes of access, which concern every node. */
    public Future<Void> start() {
        vertx.setPeriodic(HEAD_INTERVAL_MS, timer -> compareHeads());
        lockFeeds.start();
        return shards.listen(Topic.ACCESS);
    }

    Access access() {
        return access;
    }

    void register(Hub hub) {
        loop.runOnContext(run -> hubs.add(hub));
    }

    void unregister(Hub hub) {
        loop.runOnContext(run -> hubs.remove(hub));
    }

    /** Ends when every event of the topic that is published from now on reaches the hub. */
    Future<Void> watchUser(Hub hub, String topic) {
        return onLoop(hub, () -> {
            users.computeIfAbsent(topic, user -> new HashMap<>()).merge(hub, 1, Integer::sum);
            return shards.listen(topic);
        });
    }

    void unwatchUser(Hub hub, String topic) {
        loop.runOnContext(run -> {
            var interested = users.get(topic);
            if (interested != null && release(interested, hub)) {
                users.remove(topic);
                shards.unlisten(topic);
            }
        });
    }

    /**
     * What a listener finds who comes to a space.
     *
     * @param locks those that stand as far as this node knows; empty when it knows of none yet
     */
    record Scene(List<Signal.Present> users, Optional<LockSnapshot> locks) {}

    /**
     * Ends when every change of the space after the head that can be read from now on reaches the hub, in order, and every
     * lock event after the locks in the answer, unless a snapshot takes their place.
     */
    Future<Scene> watch(Hub hub, String space, Identity listener) {
        return onLoop(hub, () -> {
            var watched = spaces.computeIfAbsent(space, this::startWatching);
            watched.hubs.merge(hub, 1, Integer::sum);
            if (watched.presence.join(listener)) {
                announcePresence(space, watched);
            }
            return watched.ready.map(ready -> new Scene(watched.presence.users(), lockFeeds.known(space)));
        });
    }

    void unwatch(Hub hub, String space, Identity listener) {
        loop.runOnContext(run -> {
            var watched = spaces.get(space);
            if (watched == null) {
                return;
            }
            if (watched.presence.leave(listener)) {
                announcePresence(space, watched);
            }
            if (release(watched.hubs, hub)) {
                spaces.remove(space);
                lockFeeds.unwatch(space);
                shards.unlisten(Topic.space(space));
            }
        });
    }

    private Watched startWatching(String space) {
        var watched = new Watched();
        watched.ready = shards.listen(Topic.space(space))
                .compose(listening -> Future.join(startChanges(space, watched), lockFeeds.watch(space)))
                .mapEmpty();
        return watched;
    }

    private Future<Void> startChanges(String space, Watched watched) {
        return metadata.heads(new ListHeads(List.of(space))).map(heads -> {
            heads.heads().forEach(head -> start(watched, head));
            if (heads.heads().isEmpty()) {
                throw new ServiceException(FailureCode.NOT_FOUND, "there is no space " + space);
            }
            return null;
        });
    }

    private void start(Watched watched, Heads.Head head) {
        watched.accessVersion = Math.max(watched.accessVersion, head.accessVersion());
        watched.feed.startAt(head.epoch(), head.seq()).forEach(ready -> goesOut(watched, ready));
    }

    private static boolean release(Map<Hub, Integer> interested, Hub hub) {
        interested.computeIfPresent(hub, (key, count) -> count == 1 ? null : count - 1);
        return interested.isEmpty();
    }

    // Events

    private void received(Deliveries deliveries) {
        deliveries.deliveries().forEach(delivery -> received(delivery.event()));
    }

    private void received(Event event) {
        if (event instanceof Event.Changed changed) {
            received(changed);
        } else if (event instanceof Event.Locked locked) {
            lockFeeds.received(locked);
        } else if (event instanceof Event.Unlocked unlocked) {
            lockFeeds.received(unlocked);
        } else if (event instanceof Event.Personal personal) {
            received(personal);
        } else if (event instanceof Event.AccessChanged changed) {
            accessChanged(changed.space(), changed.accessVersion());
        }
    }

    private void received(Event.Personal personal) {
        if (personal instanceof Event.Granted granted) {
            lines.got(granted);
        }
        var delivery = new Delivery(personal.topics(), new Signal.Happened(personal));
        users.getOrDefault(Topic.user(personal.user()), Map.of()).keySet().forEach(hub -> hub.handOut(delivery));
    }

    // Changes

    private void received(Event.Changed changed) {
        var watched = spaces.get(changed.space());
        if (watched == null) {
            return;
        }
        watched.feed.accept(changed).forEach(ready -> goesOut(watched, ready));
        if (watched.feed.hasHole() && !watched.isRepairing) {
            watched.isRepairing = true;
            vertx.setTimer(HOLE_PATIENCE_MS, timer -> repair(changed.space(), watched));
        }
    }

    private void goesOut(Watched watched, Event.Changed changed) {
        if (changed.accessVersion() > watched.accessVersion) {
            watched.accessVersion = changed.accessVersion();
            askAccessAgain(changed.space(), watched);
        }
        handOut(watched, new Delivery(changed.topics(), new Signal.Happened(changed)));
    }

    private void repair(String space, Watched watched) {
        if (spaces.get(space) != watched) {
            return;
        }
        var since = new Cursor(watched.feed.epoch(), watched.feed.position()).encode();
        metadata.changes(new ListChanges(Actor.SYSTEM, space, since, REPAIR_PAGE))
                .onSuccess(changes -> {
                    changes.changes()
                            .forEach(change -> watched.feed.accept(change).forEach(ready -> goesOut(watched, ready)));
                    if (changes.pending() > 0) {
                        repair(space, watched);
                    } else {
                        watched.isRepairing = false;
                    }
                })
                .onFailure(failure -> {
                    LOG.atDebug().addKeyValue("space", space).setCause(failure).log("a hole in a feed was not filled");
                    // The next comparison of heads tries again.
                    watched.isRepairing = false;
                });
    }

    private void compareHeads() {
        if (spaces.isEmpty()) {
            return;
        }
        metadata.heads(new ListHeads(List.copyOf(spaces.keySet())))
                .onSuccess(heads -> heads.heads().forEach(this::compareHead))
                .onFailure(failure -> LOG.atDebug().setCause(failure).log("the heads of the feeds were not read"));
    }

    private void compareHead(Heads.Head head) {
        var watched = spaces.get(head.space());
        if (watched == null || !watched.ready.isComplete()) {
            return;
        }
        if (head.epoch() != watched.feed.epoch()) {
            start(watched, head);
            var cursor = new Cursor(head.epoch(), head.seq()).encode();
            handOutToAll(
                    head.space(), watched, new Signal.Resync(head.space(), Signal.Resync.Reason.CURSOR_GONE, cursor));
        } else if (head.seq() > watched.feed.position() && !watched.isRepairing) {
            watched.isRepairing = true;
            vertx.setTimer(HOLE_PATIENCE_MS, timer -> repair(head.space(), watched));
        }
        if (head.accessVersion() > watched.accessVersion) {
            accessChanged(head.space(), head.accessVersion());
        }
    }

    // Locks

    @Override
    public void lockHappened(String space, Event event) {
        var watched = spaces.get(space);
        if (watched != null) {
            handOut(watched, new Delivery(event.topics(), new Signal.Happened(event)));
        }
    }

    @Override
    public void locksCorrected(String space, LockFeed.Correction correction) {
        var watched = spaces.get(space);
        if (watched != null) {
            handOutToAll(space, watched, snapshot(space, watched, correction));
        }
    }

    /**
     * Tells one listener, on the hub's loop and in order with what else he gets, the locks that stand. While they are unknown
     * nobody is told; they are told to all when they are known.
     */
    void tellLocks(Hub hub, String space, Consumer<Signal> listener) {
        loop.runOnContext(run -> {
            var watched = spaces.get(space);
            var known = lockFeeds.known(space);
            if (watched != null && known.isPresent()) {
                var signal = snapshot(space, watched, new LockFeed.Correction(known.get(), true, List.of()));
                hub.run(() -> listener.accept(signal));
            }
        });
    }

    private static Signal snapshot(String space, Watched watched, LockFeed.Correction correction) {
        return new Signal.Snapshot(
                space,
                new Cursor(watched.feed.epoch(), watched.feed.position()).encode(),
                correction.locks(),
                watched.presence.users(),
                correction.ended(),
                correction.isStartingOver());
    }

    // Access

    private void accessChanged(String space, long version) {
        access.forget(space);
        hubs.forEach(Hub::accessChanged);
        var watched = spaces.get(space);
        if (watched != null && version > watched.accessVersion) {
            watched.accessVersion = version;
            askAccessAgain(space, watched);
        }
    }

    private void askAccessAgain(String space, Watched watched) {
        access.forget(space);
        watched.hubs.keySet().forEach(hub -> hub.askAccessAgain(space));
    }

    // Presence

    private void announcePresence(String space, Watched watched) {
        if (watched.isPresenceDue) {
            return;
        }
        watched.isPresenceDue = true;
        vertx.setTimer(PRESENCE_DELAY_MS, timer -> {
            watched.isPresenceDue = false;
            handOut(
                    watched,
                    new Delivery(List.of(Topic.space(space)), new Signal.Presence(space, watched.presence.users())));
        });
    }

    // Hand-over between loops

    /** To every listener of the space and of its documents. */
    private static void handOutToAll(String space, Watched watched, Signal signal) {
        watched.hubs.keySet().forEach(hub -> hub.handOutToAll(space, signal));
    }

    private static void handOut(Watched watched, Delivery delivery) {
        watched.hubs.keySet().forEach(hub -> hub.handOut(delivery));
    }

    /** Runs the work on the feed loop and ends the Future on the hub's own. */
    private <T> Future<T> onLoop(Hub hub, Supplier<Future<T>> work) {
        Promise<T> answer = Promise.promise();
        loop.runOnContext(run -> work.get()
                .onComplete(done -> hub.run(() -> {
                    if (done.succeeded()) {
                        answer.complete(done.result());
                    } else {
                        answer.fail(done.cause());
                    }
                })));
        return answer.future();
    }

    /** Stops listening. */
    public Future<Void> stop() {
        return shards.stop();
    }
}
