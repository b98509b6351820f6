package io.lockstep.dispatcher;

import io.lockstep.contract.push.PushCounts;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/**
 * Adds up what the gateway nodes answer when they are asked for their counts. Who asks while an answer is on its way gets the
 * same one. Confined to one event loop.
 */
final class PushCensus {
    private final Runnable ask;
    private final Supplier<Future<?>> patience;
    private final IngressMeters meters;
    private PushCounts sum = PushCounts.NONE;
    private boolean isAsking;

    /**
     * Asks nobody yet.
     *
     * @param ask asks all nodes; {@link #counted} hears each
     * @param patience ends when all have surely answered
     */
    PushCensus(Runnable ask, Supplier<Future<?>> patience, IngressMeters meters) {
        this.ask = ask;
        this.patience = patience;
        this.meters = meters;
    }

    void counted(PushCounts node) {
        sum = sum.plus(node);
    }

    /** The JSON that a Nextcloud reads; empty while others wait for it already. */
    Future<JsonObject> take() {
        if (isAsking) {
            return Future.succeededFuture(new JsonObject());
        }
        isAsking = true;
        sum = PushCounts.NONE;
        ask.run();
        return patience.get().map(passed -> {
            isAsking = false;
            return json(sum);
        });
    }

    private JsonObject json(PushCounts counts) {
        return new JsonObject()
                .put("active_connection_count", counts.activeConnections())
                .put("active_user_count", counts.activeUsers())
                .put("total_connection_count", counts.totalConnections())
                .put("mapping_query_count", meters.mappingQueryCount())
                .put("events_received", meters.receivedCount())
                .put("messages_sent", counts.sent())
                .put("messages_sent_file", counts.sentFiles())
                .put("messages_sent_activity", counts.sentActivities())
                .put("messages_sent_notification", counts.sentNotifications())
                .put("messages_sent_custom", counts.sentCustom());
    }
}
