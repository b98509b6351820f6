package io.lockstep.gateway.fanout;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.contract.metadata.Metadata;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of all watched spaces, in order and without hole.
 *
 * <p>A hole in a space's numbers is filled from the feed after {@value #HOLE_PATIENCE_MS} ms; every {@value #HEAD_INTERVAL_MS} ms
 * the heads are compared, so that a lost last event is found too. For one event loop, the feed loop.
 */
final class ChangeFeeds {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeeds.class);
    private static final long HOLE_PATIENCE_MS = 50;
    private static final long HEAD_INTERVAL_MS = 1_000;
    private static final int REPAIR_PAGE = 1_000;

    private final Vertx vertx;
    private final Metadata metadata;
    private final Listener listener;
    private final Map<String, Watched> spaces = new HashMap<>();

    /** Who hands out what comes out of the feeds. */
    interface Listener {
        void changed(Event.Changed changed);

        /** The feed has begun another life: what was missed cannot be replayed. */
        void startedOver(String space, String cursor);

        /** The space's members have this version now. Told before the changes that follow the head. */
        void accessSeen(String space, long version);
    }

    private static final class Watched {
        final SpaceFeed feed = new SpaceFeed();
        boolean isRepairing;
    }

    ChangeFeeds(Vertx vertx, Metadata metadata, Listener listener) {
        this.vertx = vertx;
        this.metadata = metadata;
        this.listener = listener;
    }

    void start() {
        vertx.setPeriodic(HEAD_INTERVAL_MS, timer -> compareHeads());
    }

    /**
     * Ends when the changes after the head go out; fails with NOT_FOUND when there is no such space.
     *
     * @param listening ends when what is published from then on is {@link #received}: the head is read after it
     */
    Future<Void> watch(String space, Future<Void> listening) {
        var watched = new Watched();
        spaces.put(space, watched);
        return listening
                .compose(now -> metadata.heads(new ListHeads(List.of(space))))
                .map(heads -> {
                    if (heads.heads().isEmpty()) {
                        throw new ServiceException(FailureCode.NOT_FOUND, "there is no space " + space);
                    }
                    if (isCurrent(space, watched)) {
                        var head = heads.heads().get(0);
                        listener.accessSeen(space, head.accessVersion());
                        start(watched, head);
                    }
                    return null;
                });
    }

    /** False when the space is watched no longer, or anew: what was asked for it before is nobody's any more. */
    private boolean isCurrent(String space, Watched watched) {
        return spaces.get(space) == watched;
    }

    void unwatch(String space) {
        spaces.remove(space);
    }

    /** The position after which the space's changes go out. */
    String cursor(String space) {
        var watched = spaces.get(space);
        return (watched == null ? new Cursor(0, 0) : cursor(watched)).encode();
    }

    /** The number of the last change that went out; 0 while none can. */
    long position(String space) {
        var watched = spaces.get(space);
        return watched == null ? 0 : watched.feed.position();
    }

    private static Cursor cursor(Watched watched) {
        return new Cursor(watched.feed.epoch(), watched.feed.position());
    }

    void received(Event.Changed changed) {
        var watched = spaces.get(changed.space());
        if (watched == null) {
            return;
        }
        watched.feed.accept(changed).forEach(listener::changed);
        if (watched.feed.hasHole()) {
            repairSoon(changed.space(), watched);
        }
    }

    private void start(Watched watched, Heads.Head head) {
        watched.feed.startAt(head.epoch(), head.seq()).forEach(listener::changed);
    }

    // Repair

    private void repairSoon(String space, Watched watched) {
        if (!watched.isRepairing) {
            watched.isRepairing = true;
            vertx.setTimer(HOLE_PATIENCE_MS, timer -> repair(space, watched));
        }
    }

    private void repair(String space, Watched watched) {
        if (!isCurrent(space, watched)) {
            return;
        }
        metadata.changes(new ListChanges(Actor.SYSTEM, space, cursor(watched).encode(), REPAIR_PAGE))
                .onSuccess(changes -> repaired(space, watched, changes))
                .onFailure(failure -> {
                    LOG.atDebug().addKeyValue("space", space).setCause(failure).log("a hole in a feed was not filled");
                    // The next comparison of heads tries again.
                    watched.isRepairing = false;
                });
    }

    private void repaired(String space, Watched watched, Changes changes) {
        if (isCurrent(space, watched)) {
            changes.changes().forEach(change -> watched.feed.accept(change).forEach(listener::changed));
            watched.isRepairing = changes.pending() > 0;
            if (watched.isRepairing) {
                repair(space, watched);
            }
        }
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
        if (watched == null || !watched.feed.isStarted()) {
            return;
        }
        listener.accessSeen(head.space(), head.accessVersion());
        if (head.epoch() != watched.feed.epoch()) {
            start(watched, head);
            listener.startedOver(head.space(), new Cursor(head.epoch(), head.seq()).encode());
        } else if (head.seq() > watched.feed.position()) {
            repairSoon(head.space(), watched);
        }
    }
}
