package io.lockstep.gateway.fanout;

import io.lockstep.contract.Topic;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.gateway.session.Session;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sessions that listen to all spaces of some wires that their users may read, now and as that changes. For one event loop. */
final class Following {
    /** Changes of access come in bunches; each session looks once for all of them. */
    private static final long DELAY_MS = 100;

    private final Vertx vertx;
    private final Hub hub;
    private final Metadata metadata;
    private final Subscriptions subscriptions;
    private final Map<Session, List<String>> wires = new HashMap<>();
    private boolean isDue;

    Following(Vertx vertx, Hub hub, Metadata metadata, Subscriptions subscriptions) {
        this.vertx = vertx;
        this.hub = hub;
        this.metadata = metadata;
        this.subscriptions = subscriptions;
    }

    /** Ends when it listens to those that there are now. */
    Future<Void> follow(Session session, List<String> followed) {
        wires.put(session, List.copyOf(followed));
        return listen(session, followed);
    }

    void left(Session session) {
        wires.remove(session);
    }

    /** Somewhere a member came or went: there may be new ones. */
    void accessChanged() {
        if (!isDue && !wires.isEmpty()) {
            isDue = true;
            vertx.setTimer(DELAY_MS, timer -> {
                isDue = false;
                Map.copyOf(wires)
                        .forEach((session, followed) ->
                                listen(session, followed).onFailure(unavailable -> hub.later(this::accessChanged)));
            });
        }
    }

    private Future<Void> listen(Session session, List<String> followed) {
        return Future.join(followed.stream().map(wire -> listen(session, wire)).toList())
                .mapEmpty();
    }

    private Future<Void> listen(Session session, String wire) {
        return metadata.spaces(new ListSpaces(session.identity().actor(session.id()), wire))
                .compose(spaces -> Future.join(spaces.spaces().stream()
                                .map(Spaces.Summary::space)
                                .filter(space ->
                                        !session.isClosed() && subscriptions.find(session, Topic.space(space)) == null)
                                .map(space -> hub.join(session, Topic.space(space)))
                                .toList())
                        .mapEmpty());
    }
}
