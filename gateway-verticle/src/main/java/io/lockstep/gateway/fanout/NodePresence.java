package io.lockstep.gateway.fanout;

import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.event.PresenceReport;
import io.lockstep.contract.event.PresenceStates;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in knowing who is in which space, over all nodes: carries what {@link PresenceBoard} decides to the bus and
 * to the listeners. One message per shard and beat, and one per shard and {@value #COLLECT_MS} ms while something changes.
 * Confined to the feed loop.
 */
final class NodePresence {
    private static final Logger LOG = LoggerFactory.getLogger(NodePresence.class);
    private static final long COLLECT_MS = 50;
    private static final int TICKS_PER_BEAT = 5;

    /** Registering costs the whole cluster something, so who comes back soon finds it as it was. */
    private static final long LINGER_MS = 30_000;

    private final Vertx vertx;
    private final Events events;
    private final Consumer<PresenceBoard.Announcement> listener;
    private final String node = UUID.randomUUID().toString();
    private final PresenceBoard board = new PresenceBoard(node, System::nanoTime);
    private final Map<Integer, Shard> shards = new HashMap<>();
    private boolean isCollecting;
    private boolean hasStopped;
    private int ticks;

    private static final class Shard {
        final MessageConsumer<JsonObject> consumer;
        int listeners;

        Shard(MessageConsumer<JsonObject> consumer) {
            this.consumer = consumer;
        }
    }

    /** @param listener hands an announcement to who listens to its topics */
    NodePresence(Vertx vertx, Events events, Consumer<PresenceBoard.Announcement> listener) {
        this.vertx = vertx;
        this.events = events;
        this.listener = listener;
    }

    /** Ends when other nodes can ask this one. */
    Future<Void> start() {
        vertx.setPeriodic(PresenceBoard.TICK_MS, timer -> tick());
        return events.servePresence(node, request -> {
            report(board.changes());
            return Future.<PresenceStates>succeededFuture(board.states(request));
        });
    }

    void join(String space, String topic, Session session) {
        var number = Topic.shard(topic);
        var shard = shards.computeIfAbsent(
                number, added -> new Shard(events.onReported(number, report -> received(number, report))));
        shard.listeners++;
        board.join(space, session.identity(), document(space, topic), isShown(session));
        collect();
    }

    void leave(String space, String topic, Session session) {
        board.leave(space, session.identity(), document(space, topic), isShown(session));
        collect();
        var number = Topic.shard(topic);
        var shard = shards.get(number);
        if (shard != null && --shard.listeners == 0) {
            vertx.setTimer(LINGER_MS, timer -> unlisten(number, shard));
        }
    }

    private void unlisten(int number, Shard shard) {
        if (shard.listeners == 0 && shards.remove(number, shard)) {
            shard.consumer
                    .unregister()
                    .onFailure(failure -> LOG.atDebug().setCause(failure).log("a shard was not unregistered"));
        }
    }

    /** The first of those who are there now, by their names. */
    List<Signal.Present> users(String space) {
        return board.users(space);
    }

    /** Lets the others know that this node's users are gone. */
    void stop() {
        if (!hasStopped) {
            report(board.farewell());
            hasStopped = true;
        }
    }

    private static boolean isShown(Session session) {
        return session.encoder().isShown();
    }

    private static @Nullable String document(String space, String topic) {
        var prefix = Topic.document(space, "");
        return topic.startsWith(prefix) ? topic.substring(prefix.length()) : null;
    }

    private void received(int shard, PresenceReport report) {
        board.received(shard, report);
        ask();
        collect();
    }

    private void tick() {
        if (hasStopped) {
            return;
        }
        board.tick();
        if (++ticks % TICKS_PER_BEAT == 0) {
            report(board.beat());
        }
        collect();
    }

    private void ask() {
        board.questions()
                .forEach((other, question) -> events.presence(other, question)
                        .onSuccess(answer -> {
                            board.answered(other, question, answer);
                            ask();
                            collect();
                        })
                        .onFailure(failure -> board.unanswered(other)));
    }

    private void collect() {
        if (!isCollecting && board.isBusy()) {
            isCollecting = true;
            vertx.setTimer(COLLECT_MS, timer -> {
                isCollecting = false;
                report(board.changes());
                board.announcements().forEach(listener);
                collect();
            });
        }
    }

    private void report(Map<Integer, PresenceReport> reports) {
        if (!hasStopped) {
            reports.forEach(events::report);
        }
    }
}
