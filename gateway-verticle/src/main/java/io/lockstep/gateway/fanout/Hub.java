package io.lockstep.gateway.fanout;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.attendance.Roster;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.session.Transport;
import io.lockstep.gateway.socket.EndOfTurn;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one event loop and what they listen to: the one object that a wire talks to about live delivery.
 *
 * <p>Single-threaded: all methods are called on its event loop, but for {@link #run}, which moves there by itself. What the
 * feed loop has for it comes by {@link HandOver}.
 */
public final class Hub implements Session.Owner {
    private static final long SWEEP_INTERVAL_MS = 1_000;
    private static final long LAG_INTERVAL_MS = 100;
    private static final long RETRY_DELAY_MS = 1_000;
    private static final int MAX_NAMES = 100;

    private final Vertx vertx;
    private final Context loop;
    private final NodeFeeds feeds;
    private final Roster roster;
    private final GatewayConfig.Sockets limits;
    private final Meters meters;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Fanout fanout = new Fanout(subscriptions);
    private final Replays replays;
    private final Joining joining;
    private final Following following;
    private final Set<Session> sessions = new HashSet<>();

    /** How many of the subscriptions of each space the node watches it for. */
    private final Map<String, Integer> watching = new HashMap<>();

    /** The changes that were handed out in this turn of the loop. */
    private List<Event.Changed> unflushed = new ArrayList<>(0);

    private long nextLagNanos;

    /** Created on its event loop. */
    public Hub(
            Vertx vertx,
            NodeFeeds feeds,
            Metadata metadata,
            JoiningSources sources,
            Roster roster,
            GatewayConfig config,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.feeds = feeds;
        this.roster = roster;
        this.limits = config.sockets();
        this.meters = new Meters(registry);
        var shared = new SharedSources(sources);
        this.replays = new Replays(shared, System::nanoTime);
        this.joining = new Joining(this, feeds, shared, feeds.access(), subscriptions, replays);
        this.following = new Following(vertx, this, metadata, subscriptions);
        feeds.register(this);
        vertx.setPeriodic(SWEEP_INTERVAL_MS, timer -> sweep());
        nextLagNanos = System.nanoTime() + LAG_INTERVAL_MS * 1_000_000;
        vertx.setTimer(LAG_INTERVAL_MS, timer -> measureLag());
    }

    // Sessions

    /** A new session; the wire tells by {@link #closed} when its socket has gone. */
    public Session open(Identity identity, Encoder encoder, Transport transport) {
        var session =
                new Session(UUID.randomUUID().toString(), identity, encoder, transport, limits, System::nanoTime, this);
        sessions.add(session);
        meters.sessions(sessions.size());
        roster.enter(identity.user(), null);
        roster.enter(identity.user(), session.id());
        return session;
    }

    /**
     * The session's client speaks under a name of its own choice, by which it is here until the socket goes. Fails with
     * RATE_LIMITED when it has chosen {@value #MAX_NAMES} others.
     */
    public void named(Session session, String name) {
        if (session.names().contains(name) || session.isClosed()) {
            return;
        }
        if (session.names().size() >= MAX_NAMES) {
            throw new ServiceException(
                    FailureCode.RATE_LIMITED, "a socket speaks for at most " + MAX_NAMES + " sessions");
        }
        session.takeName(name);
        roster.enter(session.identity().user(), name);
    }

    /** The session's socket has gone: it listens no longer. Nothing happens when that was said before. */
    public void closed(Session session) {
        session.closed();
        if (!sessions.remove(session)) {
            return;
        }
        meters.sessions(sessions.size());
        var user = session.identity().user();
        roster.leave(user, null);
        roster.leave(user, session.id());
        session.names().forEach(name -> roster.leave(user, name));
        following.left(session);
        subscriptions.ofSession(session).forEach(this::leave);
    }

    /** Ends the sessions of a user who has to sign in again. */
    void signOut(String user) {
        for (var session : List.copyOf(sessions)) {
            if (session.identity().user().equals(user)) {
                session.close(CloseCause.REVOKED);
                closed(session);
            }
        }
    }

    /** Ends every session as the server stops, spread over the time; the Future ends with the last. */
    public Future<Void> drain(Duration grace) {
        return new Drain<>(vertx, sessions, grace, this::end)
                .run()
                // Who came meanwhile.
                .onComplete(drained -> List.copyOf(sessions).forEach(this::end))
                .onComplete(drained -> feeds.unregister(this));
    }

    private void end(Session session) {
        session.close(CloseCause.SHUTDOWN);
        closed(session);
    }

    // Listening

    /** As {@link #listen(Session, String, String, JsonObject)}, to all that happens. */
    public Future<Void> listen(Session session, String topic, @Nullable String cursor) {
        return listen(session, topic, cursor, null);
    }

    /**
     * Lets the session listen to a topic. The Future ends when it does: what it has to know first (snapshot, what came
     * after the cursor) has been sent.
     *
     * <p>Fails with BAD_REQUEST for a malformed topic, cursor or selector, FORBIDDEN for somebody else's topic or a space
     * that the user may not read (also one that does not exist), RATE_LIMITED when the session listens to too much,
     * UNAVAILABLE when the stores are away.
     *
     * @param cursor from where the session wants to catch up; null for now
     * @param selector which documents' changes it wants, for the topic of a space only; null for all
     */
    public Future<Void> listen(Session session, String topic, @Nullable String cursor, @Nullable JsonObject selector) {
        if (subscriptions.find(session, topic) != null) {
            return Future.failedFuture(new ServiceException(
                    FailureCode.BAD_REQUEST, "the session listens to " + topic + " already: unregister it first"));
        }
        if (subscriptions.countOf(session) >= limits.maxSubscriptions()) {
            return Future.failedFuture(new ServiceException(
                    FailureCode.RATE_LIMITED, "a session listens to at most " + limits.maxSubscriptions() + " topics"));
        }
        return joining.join(session, topic, cursor, selector);
    }

    /** The session listens to the topic no longer; nothing happens when it did not. */
    public void unlisten(Session session, String topic) {
        var subscription = subscriptions.find(session, topic);
        if (subscription != null) {
            leave(subscription);
        }
    }

    /**
     * Lets the session listen to its user's own topic and to all spaces of some wires that he may read, now and as his access
     * changes.
     */
    public Future<Void> listenToAll(Session session, List<String> wires) {
        return listen(session, Topic.user(session.identity().user()), null)
                .compose(listening -> following.follow(session, wires));
    }

    Future<Void> join(Session session, String topic) {
        return joining.join(session, topic, null, null);
    }

    /** The node begins to watch the space for a subscription of this loop. */
    void watches(String space) {
        if (watching.merge(space, 1, Integer::sum) == 1) {
            // What somebody read who left before he listened has a hole between its end and what is handed out from now
            // on.
            replays.forget(space);
        }
    }

    void leave(Subscription subscription) {
        if (subscriptions.remove(subscription) && subscription.wanted() != null) {
            joining.selections().close(subscription.list());
        }
        if (!subscription.isWatching()) {
            return;
        }
        subscription.watching(false);
        var space = subscription.space();
        if (space == null) {
            feeds.unwatchUser(this, subscription.topic());
            return;
        }
        watching.computeIfPresent(space, (same, count) -> count == 1 ? null : count - 1);
        if (!watching.containsKey(space)) {
            replays.forget(space);
        }
        feeds.unwatch(this, space, subscription);
    }

    // Handing out

    void run(Runnable work) {
        loop.runOnContext(run -> work.run());
    }

    void handOut(Delivery delivery) {
        replays.handedOut(delivery);
        if (delivery.isChange()) {
            for (var topic : delivery.topics()) {
                joining.selections().changed(subscriptions.selections(topic));
            }
        }
        handedOut(delivery, fanout.handOut(delivery));
    }

    /** To the listeners of a selection. */
    void handOut(Delivery delivery, List<Subscription> listeners) {
        handedOut(delivery, Fanout.handOut(delivery, delivery.topics().get(0), listeners));
    }

    /** To every listener of the space and of its documents. */
    void handOutToAll(String space, Signal signal) {
        var delivery = new Delivery(List.of(), signal);
        if (signal instanceof Signal.Resync resync) {
            var listeners = subscriptions.ofSpace(space);
            replays.forget(space);
            joining.selections().startedOver(space, Cursor.parse(resync.cursor()));
            meters.resynced(resync.reason(), listeners.size());
        }
        subscriptions.ofSpace(space).forEach(subscription -> subscription.accept(delivery));
    }

    private void handedOut(Delivery delivery, int listeners) {
        if (listeners == 0) {
            return;
        }
        meters.delivered(listeners);
        if (delivery.signal() instanceof Signal.Happened happened
                && happened.event() instanceof Event.Changed changed) {
            if (unflushed.isEmpty()) {
                // After the sockets that were written to are flushed.
                EndOfTurn.run(loop, this::flushed);
            }
            unflushed.add(changed);
        }
    }

    private void flushed() {
        var changes = unflushed;
        unflushed = new ArrayList<>(1);
        changes.forEach(meters::flushed);
    }

    /** Somewhere a member came or went: sessions that follow all spaces of a wire look for new ones. */
    void accessChanged() {
        following.accessChanged();
    }

    /** Holds what comes next for the listeners of the space until it is known that they may still have it. */
    void askAccessAgain(String space) {
        subscriptions.ofSpace(space).forEach(joining::askAgain);
    }

    /** Runs the work on this event loop after a while, to try again what a store that is away refused. */
    void later(Runnable work) {
        vertx.setTimer(RETRY_DELAY_MS, timer -> work.run());
    }

    // Slow clients

    @Override
    public void overflowed(Session session) {
        for (var subscription : subscriptions.ofSession(session)) {
            var space = subscription.space();
            if (space == null) {
                meters.resynced(Signal.Resync.Reason.SLOW, 1);
                session.send(
                        subscription.topic(),
                        new Signal.Missed(session.identity().user()));
            } else if (subscription.hasBegun()) {
                // Who has been told nothing yet has lost nothing.
                resync(subscription, space);
            }
        }
    }

    /** Tells a listener that what he was not shown came up to where his subscription stands. */
    void resync(Subscription subscription, String space) {
        var cursor = new Cursor(subscription.epoch(), subscription.seq()).encode();
        meters.resynced(Signal.Resync.Reason.SLOW, 1);
        subscription.session().send(subscription.topic(), new Signal.Resync(space, Signal.Resync.Reason.SLOW, cursor));
        joining.refreshLocks(subscription);
    }

    /** A listener was told that his cursor is kept no longer. */
    void resynced() {
        meters.resynced(Signal.Resync.Reason.CURSOR_GONE, 1);
    }

    @Override
    public void merged(int count) {
        meters.merged(count);
    }

    @Override
    public void closing(CloseCause cause) {
        meters.closing(cause);
    }

    private void sweep() {
        replays.sweep();
        meters.subscriptions(subscriptions.count());
        var limitNanos = limits.slowClientTimeout().toNanos();
        for (var session : List.copyOf(sessions)) {
            if (session.stuckNanos() > limitNanos) {
                session.close(CloseCause.SLOW_CLIENT);
                closed(session);
            }
        }
    }

    private void measureLag() {
        var now = System.nanoTime();
        meters.lagged(now - nextLagNanos);
        nextLagNanos = now + LAG_INTERVAL_MS * 1_000_000;
        vertx.setTimer(LAG_INTERVAL_MS, timer -> measureLag());
    }
}
