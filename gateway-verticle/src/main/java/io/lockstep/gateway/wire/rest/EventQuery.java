package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Require;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which topics a client follows over HTTP, from where, and how he wants to be told.
 *
 * @param cursor null for now
 * @param selector which documents' changes he wants; null for all
 * @param isPoll whether he wants one answer, or a stream of events
 */
record EventQuery(
        List<String> topics,
        @Nullable String cursor,
        @Nullable JsonObject selector,
        boolean isPoll,
        Duration timeout,
        Duration heartbeat) {
    private static final int MAX_TOPICS = 100;

    /** Fails with BAD_REQUEST naming the parameter that is not as it should be. */
    static EventQuery of(Call call) {
        var topics = call.queries("topic");
        if (topics == null) {
            throw Require.badRequest("'topic' is needed: space/<space>, document/<space>/<document> or user/<name>");
        }
        Require.within(topics.size(), 1, MAX_TOPICS, "the number of topics");
        if (Set.copyOf(topics).size() < topics.size()) {
            throw Require.badRequest("'topic' must not name a topic twice");
        }
        var selector = RestJson.object(call.query("selector"), "selector");
        if (selector != null && topics.size() > 1) {
            throw Require.badRequest("'selector' is for a single topic");
        }
        return new EventQuery(
                topics,
                cursor(call),
                selector,
                isPoll(call),
                FeedQuery.seconds(call, "timeout", FeedQuery.TIMEOUT_SECONDS),
                FeedQuery.seconds(call, "heartbeat", FeedQuery.HEARTBEAT_SECONDS));
    }

    private static boolean isPoll(Call call) {
        return switch (Optional.ofNullable(call.query("feed")).orElse("eventsource")) {
            case "longpoll" -> true;
            case "eventsource" -> false;
            default -> throw Require.badRequest("'feed' must be one of longpoll, eventsource");
        };
    }

    /** A browser that connects again asks as it did at first, and says in a header what it has had since. */
    private static @Nullable String cursor(Call call) {
        return Optional.ofNullable(call.headers().get("Last-Event-ID"))
                .filter(id -> !id.isEmpty())
                .orElseGet(() -> call.query("cursor"));
    }
}
