package io.lockstep.gateway.fanout;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.ListLockHeads;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.Locks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks of all watched spaces: in order while the messages of the bus arrive, and mended when they do not.
 *
 * <p>Every {@value #LOOK_INTERVAL_MS} ms the counters of the spaces in which something may be locked are compared with what
 * was told here, every second those of all; never more than one such question is on its way. A counter that is ahead is given
 * {@value #PATIENCE_MS} ms, for its event may be on its way; then, and at once for one that went back, the snapshot is read
 * and told. So a lost message costs a listener at most {@value #LOOK_INTERVAL_MS} + {@value #PATIENCE_MS} ms and a round
 * trip. While the lock service is away, what was told stands. For one event loop, the feed loop.
 */
final class LockFeeds {
    private static final Logger LOG = LoggerFactory.getLogger(LockFeeds.class);
    private static final long LOOK_INTERVAL_MS = 100;
    private static final long PATIENCE_MS = 40;
    private static final int LOOKS_PER_ROUND = 10;
    private static final int MAX_SPACES_PER_LOOK = 10_000;

    private final Vertx vertx;
    private final Locks locks;
    private final Listener listener;
    private final Map<String, Watched> spaces = new HashMap<>();
    private long looks;
    private boolean isLooking;

    /** Who hands out what comes out of the feeds. */
    interface Listener {
        void lockHappened(String space, Event event);

        void locksCorrected(String space, LockFeed.Correction correction);
    }

    private static final class Watched {
        final LockFeed feed = new LockFeed(System.nanoTime());

        /** A snapshot was asked for, or will be once what comes after it is received. */
        boolean isReading = true;
    }

    private record Asked(String space, Watched watched, long lockSeq) {}

    LockFeeds(Vertx vertx, Locks locks, Listener listener) {
        this.vertx = vertx;
        this.locks = locks;
        this.listener = listener;
    }

    void start() {
        vertx.setPeriodic(LOOK_INTERVAL_MS, timer -> look());
    }

    /**
     * Ends when the locks are known, or could not be read yet; they follow as a correction then.
     *
     * @param listening ends when what is published from then on is received: the locks are read after it
     */
    Future<Void> watch(String space, Future<Void> listening) {
        var watched = new Watched();
        spaces.put(space, watched);
        return listening.compose(now -> readNow(space, watched));
    }

    void unwatch(String space) {
        spaces.remove(space);
    }

    /** The locks that stand as far as they were told; empty while none could be read. */
    Optional<LockSnapshot> known(String space) {
        return Optional.ofNullable(spaces.get(space)).flatMap(watched -> watched.feed.known(space));
    }

    void received(Event.Locked event) {
        var watched = spaces.get(event.space());
        if (watched != null) {
            happened(event.space(), watched, watched.feed.accept(event, System.nanoTime()));
        }
    }

    void received(Event.Unlocked event) {
        var watched = spaces.get(event.space());
        if (watched != null) {
            happened(event.space(), watched, watched.feed.accept(event, System.nanoTime()));
        }
    }

    private void happened(String space, Watched watched, List<Event> events) {
        events.forEach(event -> listener.lockHappened(space, event));
        if (watched.feed.isMissing()) {
            read(space, watched);
        }
    }

    // Snapshots

    private void read(String space, Watched watched) {
        if (!watched.isReading) {
            var unused = readNow(space, watched);
        }
    }

    private Future<Void> readNow(String space, Watched watched) {
        watched.isReading = true;
        watched.feed.reading();
        return locks.list(new ListLocks(space, null))
                .onComplete(done -> watched.isReading = false)
                .onSuccess(snapshot -> wasRead(space, watched, snapshot))
                .onFailure(failure -> LOG.atDebug()
                        .addKeyValue("space", space)
                        .setCause(failure)
                        .log("the standing locks were not read"))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private void wasRead(String space, Watched watched, LockSnapshot snapshot) {
        if (spaces.get(space) == watched) {
            watched.feed
                    .read(snapshot, System.nanoTime())
                    .ifPresent(correction -> listener.locksCorrected(space, correction));
            happened(space, watched, watched.feed.takeReady());
        }
    }

    // Looks

    private void look() {
        var isRound = ++looks % LOOKS_PER_ROUND == 0;
        if (isLooking) {
            return;
        }
        var now = System.nanoTime();
        var asked = new ArrayList<Asked>();
        spaces.forEach((space, watched) -> {
            if (isRound || watched.feed.isHot(now)) {
                asked.add(new Asked(space, watched, watched.feed.lockSeq()));
            }
        });
        isLooking = true;
        look(asked)
                .onComplete(done -> isLooking = false)
                .onFailure(failure -> LOG.atDebug().setCause(failure).log("the counters of the locks were not read"));
    }

    private Future<Void> look(List<Asked> asked) {
        if (asked.isEmpty()) {
            return Future.succeededFuture();
        }
        var part = asked.subList(0, Math.min(asked.size(), MAX_SPACES_PER_LOOK));
        return locks.heads(new ListLockHeads(part.stream().map(Asked::space).toList()))
                .compose(heads -> {
                    compare(part, heads.lockSeqs());
                    return look(asked.subList(part.size(), asked.size()));
                });
    }

    private void compare(List<Asked> asked, List<Long> heads) {
        var ahead = new HashMap<Asked, Long>();
        for (int i = 0; i < asked.size(); i++) {
            var one = asked.get(i);
            switch (one.watched().feed.judge(heads.get(i), one.lockSeq())) {
                case COMPLETE -> {}
                case AHEAD -> ahead.put(one, heads.get(i));
                case MISSING -> readAgain(one);
            }
        }
        if (!ahead.isEmpty()) {
            vertx.setTimer(PATIENCE_MS, timer -> ahead.forEach(this::readUnlessItCame));
        }
    }

    private void readUnlessItCame(Asked one, long head) {
        if (one.watched().feed.isBehind(head)) {
            readAgain(one);
        }
    }

    private void readAgain(Asked one) {
        if (spaces.get(one.space()) == one.watched()) {
            read(one.space(), one.watched());
        }
    }
}
