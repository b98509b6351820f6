package io.lockstep.gateway.fanout;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.selector.Selector;
import io.lockstep.gateway.auth.Access;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a session comes to listen: from being asked to being live, without gap or repeat.
 *
 * <p>The subscription is entered first with its gate shut, so that everything from now on is held; then access is asked,
 * the space watched, and what came after the cursor read. Snapshot, replay and what was held go out in this order, and the
 * gate is open. Whatever of the held was in the replay is skipped by its number.
 */
final class Joining {
    private final Hub hub;
    private final NodeFeeds feeds;
    private final JoiningSources sources;
    private final Subscriptions subscriptions;
    private final Replays replays;
    private final Selections selections;
    private final Snapshots snapshots = new Snapshots();
    private final Turns<Asked, Access.Grant> grants;

    private record Asked(Identity identity, String space) {}

    Joining(
            Hub hub,
            NodeFeeds feeds,
            JoiningSources sources,
            Access access,
            Subscriptions subscriptions,
            Replays replays) {
        this.hub = hub;
        this.feeds = feeds;
        this.sources = sources;
        this.grants = new Turns<>(asked -> access.ask(asked.identity(), asked.space()));
        this.subscriptions = subscriptions;
        this.replays = replays;
        this.selections = new Selections(hub, sources, subscriptions, this);
    }

    Selections selections() {
        return selections;
    }

    Future<Void> join(Session session, String topic, @Nullable String cursor, @Nullable JsonObject selector) {
        return Future.succeededFuture(topic).compose(valid -> {
            if (selector != null) {
                requireSelectable(topic, selector);
            }
            if (topic.equals(Topic.user(session.identity().user()))) {
                return joinUser(session, topic);
            }
            if (topic.startsWith("user/")) {
                return refused(topic);
            }
            var space = spaceOf(topic);
            var from = cursor == null ? null : Cursor.parse(cursor);
            var subscription = new Subscription(session, topic, space, wanted(session, topic, selector));
            subscriptions.add(subscription);
            return joinSpace(subscription, space, from).onFailure(failure -> hub.leave(subscription));
        });
    }

    private static @Nullable Wanted wanted(Session session, String topic, @Nullable JsonObject selector) {
        boolean isWhole = session.encoder().readsDocuments();
        var document =
                topic.startsWith("document/") ? topic.substring(topic.indexOf('/', "document/".length()) + 1) : null;
        return isWhole || selector != null ? new Wanted(selector, document, isWhole) : null;
    }

    private static void requireSelectable(String topic, JsonObject selector) {
        if (!topic.startsWith("space/")) {
            throw Require.badRequest("a selector chooses among the documents of a space: '" + topic + "' is none");
        }
        Objects.requireNonNull(Selector.parse(selector));
    }

    private Future<Void> joinUser(Session session, String topic) {
        var subscription = new Subscription(session, topic, null, null);
        subscriptions.add(subscription);
        subscription.openAtOnce();
        subscription.watching(true);
        return feeds.watchUser(hub, topic).onFailure(failure -> hub.leave(subscription));
    }

    private Future<Void> joinSpace(Subscription subscription, String space, @Nullable Cursor from) {
        return ask(subscription, space)
                .compose(allowed -> watch(subscription, space))
                .compose(scene -> Future.join(position(subscription, space, from), locks(space, scene))
                        .compose(both -> goLive(
                                subscription,
                                space,
                                both.<Start>resultAt(0),
                                both.<LockSnapshot>resultAt(1),
                                scene.users())));
    }

    /** Fails with FORBIDDEN unless the session's user may read the space now. */
    private Future<Void> ask(Subscription subscription, String space) {
        return grants.ask(new Asked(subscription.session().identity(), space)).compose(grant -> {
            if (grant.role().isEmpty()) {
                return refused(subscription.topic());
            }
            subscription.granted(grant.version());
            return Future.succeededFuture();
        });
    }

    private Future<NodeFeeds.Scene> watch(Subscription subscription, String space) {
        if (subscription.isEnded()) {
            return ended();
        }
        subscription.watching(true);
        hub.watches(space);
        return feeds.watch(hub, space, subscription);
    }

    /**
     * Where the session stands, and what it missed: one of both, replay or reason to reload.
     *
     * @param at from where the replay begins
     * @param end where it ends
     * @param accessVersion the members' version at the latest of what it will be told
     */
    private record Start(Cursor at, Cursor end, List<Delivery> replay, boolean isCursorGone, long accessVersion) {}

    private Future<Start> position(Subscription subscription, String space, @Nullable Cursor from) {
        var wanted = subscription.wanted();
        Future<Void> selecting =
                wanted == null ? Future.succeededFuture() : selections.open(subscription, wanted, space);
        if (from == null) {
            return selecting.compose(open -> head(space, false));
        }
        return selecting
                .compose(open ->
                        wanted == null ? replay(space, from) : replay(space, from, from, wanted, new ArrayList<>()))
                .recover(failure -> isCursorGone(failure) ? head(space, true) : Future.failedFuture(failure));
    }

    private Future<Start> head(String space, boolean isCursorGone) {
        return sources.head(space).map(head -> {
            var at = new Cursor(head.epoch(), head.seq());
            return new Start(at, at, List.of(), isCursorGone, head.accessVersion());
        });
    }

    private Future<Start> replay(String space, Cursor from) {
        return replays.after(space, from).map(missed -> start(from, missed.end(), missed.changes()));
    }

    /** What is wanted is not the same for others, so each reads it for himself. */
    private Future<Start> replay(String space, Cursor from, Cursor next, Wanted wanted, List<Event.Changed> read) {
        return sources.changes(Actor.SYSTEM, space, next.encode(), wanted).compose((Changes page) -> {
            if (read.size() + page.changes().size() + page.pending() > Replays.MAX_REPLAY) {
                return head(space, true);
            }
            read.addAll(page.changes());
            var end = Cursor.parse(page.cursor());
            return page.pending() == 0
                    ? Future.succeededFuture(start(
                            from,
                            end,
                            read.stream()
                                    .map(change -> new Delivery(change.topics(), new Signal.Happened(change)))
                                    .toList()))
                    : replay(space, from, end, wanted, read);
        });
    }

    private static Start start(Cursor from, Cursor end, List<Delivery> replay) {
        long version = 0;
        for (var delivery : replay) {
            version = Math.max(version, change(delivery).accessVersion());
        }
        return new Start(from, end, replay, false, version);
    }

    private static Event.Changed change(Delivery delivery) {
        return (Event.Changed) ((Signal.Happened) delivery.signal()).event();
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
        if (subscription.isAccessInDoubt(start.accessVersion())) {
            return ask(subscription, space).compose(allowed -> goLive(subscription, space, start, locks, users));
        }
        var topic = subscription.topic();
        var cursor = start.at().encode();
        // Before it is said, as everywhere: when it does not fit, the resync in its place names this position.
        subscription.advanceTo(start.at().epoch(), start.at().seq());
        subscription.advanceLocksTo(locks.lockSeq());
        if (start.isCursorGone()) {
            var resync = new Signal.Resync(space, Signal.Resync.Reason.CURSOR_GONE, cursor);
            subscription.session().send(topic, resync);
            hub.resynced();
        }
        send(subscription, snapshots.delivery(topic, new Signal.Snapshot(space, cursor, locks, users)));
        for (var change : start.replay()) {
            if (change.topics().contains(topic)) {
                subscription.advanceTo(start.at().epoch(), change(change).seq());
                send(subscription, change);
            }
        }
        subscription.advanceTo(start.end().epoch(), start.end().seq());
        open(subscription, space);
        return Future.succeededFuture();
    }

    private static void send(Subscription subscription, Delivery delivery) {
        var session = subscription.session();
        session.send(subscription.topic(), delivery.signal(), delivery.frames(session.encoder(), subscription.topic()));
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
        subscription.asking();
        askAgainBeforeOpening(subscription, space);
    }

    private void askAgainBeforeOpening(Subscription subscription, String space) {
        grants.ask(new Asked(subscription.session().identity(), space))
                .onSuccess(grant -> {
                    if (subscription.isEnded()) {
                        return;
                    }
                    if (grant.role().isEmpty()) {
                        subscription.session().send(subscription.topic(), new Signal.Revoked(space));
                        hub.leave(subscription);
                        return;
                    }
                    subscription.granted(grant.version());
                    if (subscription.answered()) {
                        open(subscription, space);
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
            hub.resync(subscription, space);
        }
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
