package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.metadata.ListChanges;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a space's feed of changes, and how he wants to be told.
 *
 * @param since null for the beginning of what the feed keeps
 * @param limit null for the default
 * @param timeout how long a long poll waits for the first change
 * @param heartbeat how often a stream shows that it lives
 */
record FeedQuery(
        Actor actor,
        String space,
        @Nullable String since,
        @Nullable Integer limit,
        @Nullable JsonObject selector,
        Feed feed,
        Duration timeout,
        Duration heartbeat) {
    private static final int MAX_SECONDS = 60;
    static final int TIMEOUT_SECONDS = 25;
    static final int HEARTBEAT_SECONDS = 15;

    /** How changes are given. */
    enum Feed {
        /** Those that there are. */
        NORMAL,
        /** Those that there are, or the first that comes. */
        LONGPOLL,
        /** All, line by line, until the client leaves. */
        CONTINUOUS,
        /** The same as server-sent events. */
        EVENTSOURCE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Feed of(@Nullable String word) {
            return word == null
                    ? NORMAL
                    : Arrays.stream(values())
                            .filter(feed -> feed.word().equals(word))
                            .findFirst()
                            .orElseThrow(() -> Require.badRequest("'feed' must be one of "
                                    + Arrays.stream(values()).map(Feed::word).collect(Collectors.joining(", "))));
        }
    }

    /** Fails with BAD_REQUEST naming the parameter that is not as it should be. */
    static FeedQuery of(Call call) {
        var feed = Feed.of(call.query("feed"));
        return new FeedQuery(
                call.actor(),
                call.space(),
                since(call, feed),
                call.limit(),
                RestJson.object(call.query("selector"), "selector"),
                feed,
                seconds(call, "timeout", TIMEOUT_SECONDS),
                seconds(call, "heartbeat", HEARTBEAT_SECONDS));
    }

    /** A browser that connects again asks as it did at first, and says in a header what it has had since. */
    private static @Nullable String since(Call call, Feed feed) {
        return Optional.ofNullable(feed == Feed.EVENTSOURCE ? call.headers().get("Last-Event-ID") : null)
                .filter(id -> !id.isEmpty())
                .orElseGet(() -> call.query("since"));
    }

    static Duration seconds(Call call, String name, int otherwise) {
        var given = RestJson.number(call.query(name), 1, MAX_SECONDS, name);
        return Duration.ofSeconds(given == null ? otherwise : given);
    }

    /** The request for what comes after a cursor. */
    ListChanges after(@Nullable String cursor) {
        return new ListChanges(actor, space, cursor, limit, selector);
    }
}
