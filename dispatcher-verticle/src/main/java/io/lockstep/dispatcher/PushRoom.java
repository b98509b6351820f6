package io.lockstep.dispatcher;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.NoticeKind;
import io.lockstep.contract.push.CountMounts;
import io.lockstep.contract.push.Mounts;
import io.lockstep.contract.push.PushNodes;
import io.lockstep.contract.push.PutPreAuth;
import io.lockstep.dispatcher.Ingested.CountsAsked;
import io.lockstep.dispatcher.Ingested.Happened;
import io.lockstep.dispatcher.Ingested.LogLevelRestored;
import io.lockstep.dispatcher.Ingested.LogLevelSet;
import io.lockstep.dispatcher.Ingested.PreAuthIssued;
import io.lockstep.dispatcher.Ingested.SocketsReset;
import io.lockstep.dispatcher.Ingested.StorageChanged;
import io.lockstep.dispatcher.Ingested.TestCookie;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the messages of the {@link Channel}s say, events in the order in which they were heard. Confined to one event
 * loop.
 */
final class PushRoom {
    private static final Logger LOG = LoggerFactory.getLogger(PushRoom.class);

    private final InOrder events;
    private final PushService service;
    private final PushStore store;
    private final StorageMap storages;
    private final PushNodes nodes;
    private final PushCensus census;
    private final LogLevels levels;

    PushRoom(
            InOrder events,
            PushService service,
            PushStore store,
            StorageMap storages,
            PushNodes nodes,
            PushCensus census,
            LogLevels levels) {
        this.events = events;
        this.service = service;
        this.store = store;
        this.storages = storages;
        this.nodes = nodes;
        this.census = census;
        this.levels = levels;
    }

    void accept(Ingested message) {
        if (message instanceof Happened happened) {
            events.add(Future.succeededFuture(happened.events()));
        } else if (message instanceof StorageChanged changed) {
            events.add(viewers(changed));
        } else if (message instanceof PreAuthIssued issued) {
            kept(issued);
        } else if (message instanceof TestCookie cookie) {
            store.putCookie(cookie.cookie()).onFailure(PushRoom::lost);
        } else if (message instanceof LogLevelSet level) {
            levels.push(level.spec());
        } else if (message instanceof LogLevelRestored) {
            levels.restore();
        } else if (message instanceof CountsAsked) {
            counts();
        } else if (message instanceof SocketsReset) {
            nodes.close();
        }
    }

    private Future<List<Event>> viewers(StorageChanged changed) {
        return storages.mounts(changed.storage())
                .map(mounts -> mounts.stream()
                        .filter(mount -> mount.covers(changed.path()))
                        .map(StorageMap.Mount::user)
                        .distinct()
                        .<Event>map(user -> new Event.Notified(user, NoticeKind.FILE, List.of(changed.fileId())))
                        .toList());
    }

    private void kept(PreAuthIssued issued) {
        service.put(new PutPreAuth(issued.user(), issued.token())).onFailure(PushRoom::lost);
    }

    private void counts() {
        census.take()
                .compose(json -> json.isEmpty() ? Future.succeededFuture() : store.putMetrics(json.encode()))
                .onFailure(PushRoom::lost);
    }

    /** Redis has just spoken, so it is no outage that somebody else tells of. */
    private static void lost(Throwable failure) {
        LOG.atWarn().addKeyValue("reason", failure.getMessage()).log("could not do what a message from Redis says");
    }

    /** Of an unreachable database nobody can be counted. */
    Future<Mounts> mounts(CountMounts request) {
        return service.authorize(request.token())
                .compose(allowed -> storages.mounts(request.storage()).otherwise(List.of()))
                .map(mounts -> new Mounts((int) mounts.stream()
                        .filter(mount -> mount.covers(""))
                        .map(StorageMap.Mount::user)
                        .distinct()
                        .count()));
    }
}
