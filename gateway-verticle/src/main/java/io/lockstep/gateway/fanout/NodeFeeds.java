package io.lockstep.gateway.fanout;

import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Deliveries;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.gateway.attendance.Lines;
import io.lockstep.gateway.auth.Access;
import io.lockstep.gateway.session.Signal;
import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What this node listens to on the bus, shared by its event loops: one consumer per shard with interest, who is interested in
 * what, and who is there.
 *
 * <p>Bus delivery is at most once. {@link ChangeFeeds} and {@link LockFeeds} put what arrives in order and find what did not;
 * nothing goes out before what precedes it.
 *
 * <p>All state belongs to one event loop, the feed loop; event loops of sessions call from theirs and are answered there. It
 * is long because it is the one place where changes, locks, presence and access of a space meet in order; what each of them
 * decides is in a class of its own.
 */
public final class NodeFeeds implements ChangeFeeds.Listener, LockFeeds.Listener {
    private final Vertx vertx;
    private final Context loop;
    private final Lines lines;
    private final Access access;
    private final Map<String, Watched> spaces = new HashMap<>();
    private final Map<String, Map<Hub, Integer>> users = new HashMap<>();
    private final Shards shards;
    private final ChangeFeeds changeFeeds;
    private final LockFeeds lockFeeds;
    private final NodePresence presence;
    private final Set<Hub> hubs = new HashSet<>();
    private final HandOver handOver = new HandOver();

    /** One watched space: who wants it, who is there. */
    private static final class Watched {
        final Map<Hub, Integer> hubs = new HashMap<>();
        Future<Void> ready = Future.succeededFuture();
        final QuietChanges quiet;
        long accessVersion;

        Watched(Function<Watched, QuietChanges> quiet) {
            this.quiet = quiet.apply(this);
        }
    }

    /** Created on the feed loop. */
    public NodeFeeds(
            Vertx vertx,
            Metadata metadata,
            Locks locks,
            Events events,
            Access access,
            Lines lines,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.lines = lines;
        this.changeFeeds = new ChangeFeeds(vertx, metadata, this);
        this.lockFeeds = new LockFeeds(vertx, locks, this);
        this.shards = new Shards(events, new BusMeters(registry), this::received);
        this.access = access;
        this.presence = new NodePresence(vertx, events, this::announced);
    }

    /** Listens for changes of access, which concern every node. */
    public Future<Void> start() {
        changeFeeds.start();
        lockFeeds.start();
        return presence.start().compose(serving -> shards.listen(Topic.ACCESS));
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
    Future<Scene> watch(Hub hub, String space, Subscription listener) {
        return onLoop(hub, () -> {
            var watched = spaces.computeIfAbsent(space, this::startWatching);
            watched.hubs.merge(hub, 1, Integer::sum);
            presence.join(space, listener.topic(), listener.session());
            return watched.ready.map(ready -> new Scene(presence.users(space), lockFeeds.known(space)));
        });
    }

    void unwatch(Hub hub, String space, Subscription listener) {
        loop.runOnContext(run -> {
            var watched = spaces.get(space);
            if (watched == null) {
                return;
            }
            presence.leave(space, listener.topic(), listener.session());
            if (release(watched.hubs, hub)) {
                spaces.remove(space);
                changeFeeds.unwatch(space);
                lockFeeds.unwatch(space);
                shards.unlisten(Topic.space(space));
            }
        });
    }

    private Watched startWatching(String space) {
        var watched = new Watched(self -> new QuietChanges(vertx, cursor -> imported(space, self, cursor)));
        var listening = shards.listen(Topic.space(space));
        watched.ready = Future.join(changeFeeds.watch(space, listening), lockFeeds.watch(space, listening))
                .mapEmpty();
        return watched;
    }

    private static boolean release(Map<Hub, Integer> interested, Hub hub) {
        interested.computeIfPresent(hub, (key, count) -> count == 1 ? null : count - 1);
        return interested.isEmpty();
    }

    // Events

    private void received(Deliveries deliveries) {
        handOver.together(() -> deliveries.deliveries().forEach(delivery -> received(delivery.event())));
    }

    private void received(Event event) {
        if (event instanceof Event.Changed changed) {
            changeFeeds.received(changed);
        } else if (event instanceof Event.Locked locked) {
            lockFeeds.received(locked);
        } else if (event instanceof Event.Unlocked unlocked) {
            lockFeeds.received(unlocked);
        } else if (event instanceof Event.Personal personal) {
            received(personal);
        } else if (event instanceof Event.CustomInSpace custom) {
            received(custom);
        } else if (event instanceof Event.Flushed flushed) {
            flushed(flushed);
        } else if (event instanceof Event.AccessChanged changed) {
            accessChanged(changed.space(), changed.accessVersion());
        }
    }

    private void received(Event.Personal personal) {
        if (personal instanceof Event.Granted granted) {
            lines.got(granted);
        }
        var delivery = new Delivery(personal.topics(), new Signal.Happened(personal));
        users.getOrDefault(Topic.user(personal.user()), Map.of())
                .keySet()
                .forEach(hub -> handOver.to(hub, () -> hub.handOut(delivery)));
    }

    private void received(Event.CustomInSpace custom) {
        var watched = spaces.get(custom.space());
        if (watched != null) {
            if (custom.accessVersion() != null) {
                accessSeen(custom.space(), custom.accessVersion());
            }
            handOut(watched, new Delivery(custom.topics(), new Signal.Happened(custom)));
        }
    }

    // Changes

    @Override
    public void changed(Event.Changed changed) {
        var watched = spaces.get(changed.space());
        if (watched != null) {
            if (changed.accessVersion() > watched.accessVersion) {
                watched.accessVersion = changed.accessVersion();
                askAccessAgain(changed.space(), watched);
            }
            if (changed.isQuiet()) {
                watched.quiet.add(changed);
                return;
            }
            watched.quiet.tellNow();
            handOut(watched, new Delivery(changed.topics(), new Signal.Happened(changed)));
        }
    }

    private void flushed(Event.Flushed flushed) {
        var watched = spaces.get(flushed.space());
        if (watched != null) {
            watched.quiet.flush(flushed.seq(), changeFeeds.position(flushed.space()));
        }
    }

    private void imported(String space, Watched watched, String cursor) {
        if (spaces.get(space) == watched) {
            handOutToAll(space, watched, new Signal.Resync(space, Signal.Resync.Reason.IMPORT, cursor));
        }
    }

    @Override
    public void startedOver(String space, String cursor) {
        var watched = spaces.get(space);
        if (watched != null) {
            handOutToAll(space, watched, new Signal.Resync(space, Signal.Resync.Reason.CURSOR_GONE, cursor));
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
            handOutToAll(space, watched, snapshot(space, correction));
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
                var signal = snapshot(space, new LockFeed.Correction(known.get(), true, List.of()));
                handOver.to(hub, () -> listener.accept(signal));
            }
        });
    }

    private Signal snapshot(String space, LockFeed.Correction correction) {
        return new Signal.Snapshot(
                space,
                changeFeeds.cursor(space),
                correction.locks(),
                presence.users(space),
                correction.ended(),
                correction.isStartingOver());
    }

    // Access

    /** Ends the sessions that a user has on this node. */
    public void signOut(String user) {
        loop.runOnContext(run -> hubs.forEach(hub -> hub.run(() -> hub.signOut(user))));
    }

    private void accessChanged(String space, long version) {
        access.forget(space);
        hubs.forEach(hub -> handOver.to(hub, hub::accessChanged));
        var watched = spaces.get(space);
        if (watched != null && version > watched.accessVersion) {
            watched.accessVersion = version;
            askAccessAgain(space, watched);
        }
    }

    /** A lost change of members is found by this, unless the space is new here: then nobody has been asked for before. */
    @Override
    public void accessSeen(String space, long version) {
        var watched = spaces.get(space);
        if (watched == null || version <= watched.accessVersion) {
            return;
        }
        if (watched.ready.isComplete()) {
            accessChanged(space, version);
        } else {
            watched.accessVersion = version;
        }
    }

    private void askAccessAgain(String space, Watched watched) {
        access.forget(space);
        watched.hubs.keySet().forEach(hub -> handOver.to(hub, () -> hub.askAccessAgain(space)));
    }

    // Presence

    private void announced(PresenceBoard.Announcement news) {
        var watched = spaces.get(news.space());
        if (watched != null) {
            handOut(watched, new Delivery(news.topics(), news.presence()));
        }
    }

    // Hand-over between loops

    /** To every listener of the space and of its documents. */
    private void handOutToAll(String space, Watched watched, Signal signal) {
        watched.hubs.keySet().forEach(hub -> handOver.to(hub, () -> hub.handOutToAll(space, signal)));
    }

    private void handOut(Watched watched, Delivery delivery) {
        watched.hubs.keySet().forEach(hub -> handOver.to(hub, () -> hub.handOut(delivery)));
    }

    /** Runs the work on the feed loop and ends the Future on the hub's own. */
    private <T> Future<T> onLoop(Hub hub, Supplier<Future<T>> work) {
        Promise<T> answer = Promise.promise();
        loop.runOnContext(run -> work.get()
                .onComplete(done -> handOver.to(hub, () -> {
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
        presence.stop();
        return shards.stop();
    }
}
