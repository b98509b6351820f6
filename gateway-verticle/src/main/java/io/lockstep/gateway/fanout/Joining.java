package io.lockstep.gateway.fanout;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.gateway.auth.Access;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a session comes to listen: from being asked to being live, without gap or repeat.
 *
 * <p>The subscription is entered first with its gate shut, so that everything from now on is held; then access is asked,
 * the space watched, and what came after the cursor read. Snapshot, replay and what was held go out in this order, and the
 * gate is open. Whatever of the held was in the replay is skipped by its number.
 */
final class Joining {
    /** A client that missed more reloads; replaying would cost him and us more. */
    private static final int MAX_REPLAY = 10_000;

    private final Hub hub;
    private final NodeFeeds feeds;
    private final JoiningSources sources;
    private final Access access;
    private final Subscriptions subscriptions;

    Joining(Hub hub, NodeFeeds feeds, JoiningSources sources, Access access, Subscriptions subscriptions) {
        this.hub = hub;
        this.feeds = feeds;
        this.sources = sources;
        this.access = access;
        this.subscriptions = subscriptions;
    }

    Future<Void> join(Session session, String topic, @Nullable String cursor) {
        return Future.succeededFuture(topic).compose(valid -> {
            if (topic.equals(Topic.user(session.identity().user()))) {
                return joinUser(session, topic);
            }
            if (topic.startsWith("user/")) {
                return refused(topic);
            }
            var space = spaceOf(topic);
            var from = cursor == null ? null : Cursor.parse(cursor);
            var subscription = new Subscription(session, topic, space);
            subscriptions.add(subscription);
            return joinSpace(subscription, space, from).onFailure(failure -> hub.leave(subscription));
        });
    }

    private Future<Void> joinUser(Session session, String topic) {
        var subscription = new Subscription(session, topic, null);
        subscriptions.add(subscription);
        subscription.openAtOnce();
        subscription.watching(true);
        return feeds.watchUser(hub, topic).onFailure(failure -> hub.leave(subscription));
    }

    private Future<Void> joinSpace(Subscription subscription, String space, @Nullable Cursor from) {
        var identity = subscription.session().identity();
        return access.ask(identity, space)
                .compose(role -> role.isPresent() ? watch(subscription, space) : refused(subscription.topic()))
                .compose(scene -> Future.join(position(subscription, space, from), locks(space, scene))
                        .compose(both -> goLive(
                                subscription,
                                space,
                                both.<Start>resultAt(0),
                                both.<LockSnapshot>resultAt(1),
                                scene.users())));
    }

    private Future<NodeFeeds.Scene> watch(Subscription subscription, String space) {
        if (subscription.isEnded()) {
            return ended();
        }
        subscription.watching(true);
        return feeds.watch(hub, space, subscription);
    }

    /** Where the session stands, and what it missed: one of both, replay or reason to reload. */
    private record Start(Cursor at, List<Event.Changed> replay, boolean isCursorGone) {}

    private Future<Start> position(Subscription subscription, String space, @Nullable Cursor from) {
        if (from == null) {
            return head(space, false);
        }
        return replay(subscription, space, from, from, new ArrayList<>())
                .recover(failure -> isCursorGone(failure) ? head(space, true) : Future.failedFuture(failure));
    }

    private Future<Start> head(String space, boolean isCursorGone) {
        return sources.head(space)
                .map(head -> new Start(new Cursor(head.epoch(), head.seq()), List.of(), isCursorGone));
    }

    private Future<Start> replay(
            Subscription subscription, String space, Cursor from, Cursor next, List<Event.Changed> read) {
        var actor =
                subscription.session().identity().actor(subscription.session().id());
        return sources.changes(actor, space, next.encode()).compose((Changes page) -> {
            if (read.size() + page.changes().size() + page.pending() > MAX_REPLAY) {
                return head(space, true);
            }
            read.addAll(page.changes());
            return page.pending() == 0
                    ? Future.succeededFuture(new Start(from, read, false))
                    : replay(subscription, space, from, Cursor.parse(page.cursor()), read);
        });
    }

    private static boolean isCursorGone(Throwable failure) {
        return failure instanceof ServiceException known && known.code() == FailureCode.CURSOR_GONE;
    }

    /**
     * Read anew, so that what was locked before the session came is not missed. While the lock store is away live changes go
     * on with the locks that the node knows; if it knows none, they follow as a snapshot.
     */
    private Future<LockSnapshot> locks(String space, NodeFeeds.Scene scene) {
        return scene.locks()
                .map(known -> sources.locks(space).otherwise(known))
                .orElseGet(() -> Future.succeededFuture(new LockSnapshot(space, List.of(), 0)));
    }

    private Future<Void> goLive(
            Subscription subscription, String space, Start start, LockSnapshot locks, List<Signal.Present> users) {
        if (subscription.isEnded()) {
            return ended();
        }
        var session = subscription.session();
        var topic = subscription.topic();
        var cursor = start.at().encode();
        if (start.isCursorGone()) {
            send(session, topic, new Signal.Resync(space, Signal.Resync.Reason.CURSOR_GONE, cursor));
        }
        send(session, topic, new Signal.Snapshot(space, cursor, locks, users));
        subscription.advanceTo(start.at().epoch(), start.at().seq());
        subscription.advanceLocksTo(locks.lockSeq());
        for (var change : start.replay()) {
            if (change.topics().contains(topic)) {
                send(session, topic, new Signal.Happened(change));
            }
            subscription.advanceTo(start.at().epoch(), change.seq());
        }
        if (subscription.isAccessInDoubt()) {
            askAgainBeforeOpening(subscription, space);
        } else {
            open(subscription, space);
        }
        return Future.succeededFuture();
    }

    /** Asks again whether the listener may read the space, holding what comes meanwhile; cuts him off if not. */
    void askAgain(Subscription subscription) {
        var space = subscription.space();
        if (space == null || subscription.isEnded()) {
            return;
        }
        if (!subscription.isLive()) {
            subscription.accessInDoubt();
            return;
        }
        subscription.shut();
        askAgainBeforeOpening(subscription, space);
    }

    private void askAgainBeforeOpening(Subscription subscription, String space) {
        access.ask(subscription.session().identity(), space)
                .onSuccess(role -> {
                    if (subscription.isEnded()) {
                        return;
                    }
                    if (role.isPresent()) {
                        open(subscription, space);
                    } else {
                        send(subscription.session(), subscription.topic(), new Signal.Revoked(space));
                        hub.leave(subscription);
                    }
                })
                .onFailure(unavailable -> hub.later(() -> askAgainBeforeOpening(subscription, space)));
    }

    /** Sends the standing locks anew, after lock events were dropped. */
    void refreshLocks(Subscription subscription) {
        var space = subscription.space();
        if (space != null) {
            subscription.forgetLocks();
            feeds.tellLocks(hub, space, snapshot -> subscription.accept(new Delivery(List.of(), snapshot)));
        }
    }

    private void open(Subscription subscription, String space) {
        if (!subscription.open()) {
            var cursor = new Cursor(subscription.epoch(), subscription.seq()).encode();
            send(
                    subscription.session(),
                    subscription.topic(),
                    new Signal.Resync(space, Signal.Resync.Reason.SLOW, cursor));
            refreshLocks(subscription);
        }
    }

    private static void send(Session session, String topic, Signal signal) {
        session.send(session.encoder().encode(topic, signal));
    }

    private static String spaceOf(String topic) {
        if (topic.startsWith("space/")) {
            return SpaceId.check(topic.substring("space/".length()));
        }
        var slash = topic.indexOf('/', "document/".length());
        if (topic.startsWith("document/") && slash > 0) {
            Require.name(topic.substring(slash + 1), "document");
            return SpaceId.check(topic.substring("document/".length(), slash));
        }
        throw Require.badRequest(
                "'" + topic + "' is not a topic: use space/<space>, document/<space>/<document> or user/<name>");
    }

    private static <T> Future<T> ended() {
        return Future.failedFuture(new ServiceException(FailureCode.UNAVAILABLE, "the session no longer listens"));
    }

    private static <T> Future<T> refused(String topic) {
        return Future.failedFuture(new ServiceException(
                FailureCode.FORBIDDEN, "you may not listen to " + topic + ", or it does not exist"));
    }
}
