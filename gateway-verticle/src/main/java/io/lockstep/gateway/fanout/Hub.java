package io.lockstep.gateway.fanout;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.Topic;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.attendance.Roster;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Outbox;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.session.Transport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one event loop and what they listen to: the one object that a wire talks to about live delivery.
 *
 * <p>Single-threaded: all methods are called on its event loop, but for {@link #handOut}, {@link #handOutToAll},
 * {@link #accessChanged}, {@link #askAccessAgain} and {@link #run}, which move there by themselves.
 */
public final class Hub {
    private static final long SWEEP_INTERVAL_MS = 1_000;
    private static final long RETRY_DELAY_MS = 1_000;
    private static final int MAX_NAMES = 100;

    /** Changes of access come in bunches; each session looks once for all of them. */
    private static final long FOLLOW_DELAY_MS = 100;

    private final Vertx vertx;
    private final Context loop;
    private final NodeFeeds feeds;
    private final Metadata metadata;
    private final Roster roster;
    private final GatewayConfig config;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Fanout fanout = new Fanout(subscriptions);
    private final Joining joining;
    private final Map<Session, @Nullable String> sessions = new HashMap<>();
    private boolean isFollowing;

    /** Created on its event loop. */
    public Hub(
            Vertx vertx,
            NodeFeeds feeds,
            Metadata metadata,
            JoiningSources sources,
            Roster roster,
            GatewayConfig config) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.feeds = feeds;
        this.metadata = metadata;
        this.roster = roster;
        this.config = config;
        this.joining = new Joining(this, feeds, sources, feeds.access(), subscriptions);
        feeds.register(this);
        vertx.setPeriodic(SWEEP_INTERVAL_MS, timer -> closeStuck());
    }

    /** A new session; the wire tells by {@link #closed} when its socket has gone. */
    public Session open(Identity identity, Encoder encoder, Transport transport) {
        var limits = new Outbox.Limits(
                config.sockets().outboxMaxFrames(), config.sockets().outboxMaxBytes());
        var session = new Session(
                UUID.randomUUID().toString(), identity, encoder, transport, limits, System::nanoTime, this::overflowed);
        sessions.put(session, null);
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
        if (!sessions.containsKey(session)) {
            return;
        }
        sessions.remove(session);
        var user = session.identity().user();
        roster.leave(user, null);
        roster.leave(user, session.id());
        session.names().forEach(name -> roster.leave(user, name));
        subscriptions.ofSession(session).forEach(this::leave);
    }

    /**
     * Lets the session listen to a topic. The Future ends when it does: what it has to know first (snapshot, what came
     * after the cursor) has been sent.
     *
     * <p>Fails with BAD_REQUEST for a malformed topic or cursor, FORBIDDEN for somebody else's topic or a space that the
     * user may not read (also one that does not exist), RATE_LIMITED when the session listens to too much, UNAVAILABLE when
     * the stores are away.
     *
     * @param cursor from where the session wants to catch up; null for now
     */
    public Future<Void> listen(Session session, String topic, @Nullable String cursor) {
        if (subscriptions.find(session, topic) != null) {
            return Future.failedFuture(new ServiceException(
                    FailureCode.BAD_REQUEST, "the session listens to " + topic + " already: unregister it first"));
        }
        if (subscriptions.ofSession(session).size() >= config.sockets().maxSubscriptions()) {
            return Future.failedFuture(new ServiceException(
                    FailureCode.RATE_LIMITED,
                    "a session listens to at most " + config.sockets().maxSubscriptions() + " topics"));
        }
        return joining.join(session, topic, cursor);
    }

    /** The session listens to the topic no longer; nothing happens when it did not. */
    public void unlisten(Session session, String topic) {
        var subscription = subscriptions.find(session, topic);
        if (subscription != null) {
            leave(subscription);
        }
    }

    /**
     * Lets the session listen to its user's own topic and to all spaces of a wire that he may read, now and as his access
     * changes.
     */
    public Future<Void> listenToAll(Session session, String wire) {
        sessions.put(session, wire);
        return listen(session, Topic.user(session.identity().user()), null)
                .compose(listening -> listenToSpaces(session, wire));
    }

    private Future<Void> listenToSpaces(Session session, String wire) {
        return metadata.spaces(new ListSpaces(session.identity().actor(session.id()), wire))
                .compose(spaces -> Future.join(spaces.spaces().stream()
                                .map(Spaces.Summary::space)
                                .filter(space ->
                                        !session.isClosed() && subscriptions.find(session, Topic.space(space)) == null)
                                .map(space -> joining.join(session, Topic.space(space), null))
                                .toList())
                        .mapEmpty());
    }

    /** Ends every session, e.g. because the server stops. */
    public void closeAll(CloseCause cause) {
        feeds.unregister(this);
        for (var session : List.copyOf(sessions.keySet())) {
            session.close(cause);
            closed(session);
        }
    }

    void run(Runnable work) {
        loop.runOnContext(run -> work.run());
    }

    void handOut(Delivery delivery) {
        run(() -> fanout.handOut(delivery));
    }

    void handOutToAll(String space, Signal signal) {
        var delivery = new Delivery(List.of(), signal);
        run(() -> subscriptions.ofSpace(space).forEach(subscription -> subscription.accept(delivery)));
    }

    /** Somewhere a member came or went: sessions that follow all spaces of a wire look for new ones. */
    void accessChanged() {
        run(() -> {
            if (!isFollowing) {
                isFollowing = true;
                vertx.setTimer(FOLLOW_DELAY_MS, timer -> followSpaces());
            }
        });
    }

    private void followSpaces() {
        isFollowing = false;
        withWire()
                .forEach((session, wire) ->
                        listenToSpaces(session, wire).onFailure(unavailable -> later(this::accessChanged)));
    }

    private Map<Session, String> withWire() {
        var following = new HashMap<Session, String>();
        sessions.forEach((session, wire) -> {
            if (wire != null) {
                following.put(session, wire);
            }
        });
        return following;
    }

    /** Holds what comes next for the listeners of the space until it is known that they may still have it. */
    void askAccessAgain(String space) {
        run(() -> subscriptions.ofSpace(space).forEach(joining::askAgain));
    }

    void leave(Subscription subscription) {
        subscriptions.remove(subscription);
        if (!subscription.isWatching()) {
            return;
        }
        subscription.watching(false);
        var space = subscription.space();
        if (space == null) {
            feeds.unwatchUser(this, subscription.topic());
        } else {
            feeds.unwatch(this, space, subscription);
        }
    }

    /** Runs the work on this event loop after a while, to try again what a store that is away refused. */
    void later(Runnable work) {
        vertx.setTimer(RETRY_DELAY_MS, timer -> work.run());
    }

    private void overflowed(Session session) {
        for (var subscription : subscriptions.ofSession(session)) {
            var space = subscription.space();
            if (space != null) {
                var cursor = new Cursor(subscription.epoch(), subscription.seq()).encode();
                var resync = new Signal.Resync(space, Signal.Resync.Reason.SLOW, cursor);
                session.send(session.encoder().encode(subscription.topic(), resync));
                joining.refreshLocks(subscription);
            }
        }
    }

    private void closeStuck() {
        var limitNanos = config.sockets().slowClientTimeout().toNanos();
        for (var session : List.copyOf(sessions.keySet())) {
            if (session.stuckNanos() > limitNanos) {
                session.close(CloseCause.SLOW_CLIENT);
                closed(session);
            }
        }
    }
}
