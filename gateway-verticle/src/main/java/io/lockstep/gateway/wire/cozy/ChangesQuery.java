package io.lockstep.gateway.wire.cozy;

import static io.vertx.core.http.HttpMethod.POST;

import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of {@code _changes}.
 *
 * @param since as he wrote it; {@code "0"} for the beginning
 * @param limit rows in all
 * @param timeout for how long he waits for a change
 * @param heartbeat how often he wants to see that the feed lives, which then waits for ever; null for no
 */
record ChangesQuery(
        Feed feed,
        String since,
        int limit,
        boolean withDocuments,
        boolean isDescending,
        Duration timeout,
        @Nullable Duration heartbeat,
        ChangesFilter filter) {
    static final int MAX_ROWS = 10_000;
    static final int MAX_ROWS_WITH_DOCUMENTS = 1_000;
    private static final long MAX_WAIT_MS = 60_000;
    private static final long MIN_HEARTBEAT_MS = 1_000;
    private static final String LAST_EVENT_ID = "last-event-id";

    private static final Set<String> KNOWN = Set.of(
            "feed",
            "style",
            "since",
            "limit",
            "timeout",
            "include_docs",
            "heartbeat",
            "_nonce",
            "seq_interval",
            "descending",
            LAST_EVENT_ID);

    /** How changes are given. */
    enum Feed {
        NORMAL,
        LONGPOLL,
        CONTINUOUS,
        EVENTSOURCE;

        static Feed of(@Nullable String word) throws ServiceException {
            return word == null
                    ? NORMAL
                    : Arrays.stream(values())
                            .filter(feed -> feed.name().toLowerCase(Locale.ROOT).equals(word))
                            .findFirst()
                            .orElseThrow(() -> Require.badRequest("Unsupported feed value '" + word + "'"));
        }
    }

    /** A body without what its filter needs. */
    static final CozyAnswer NO_SELECTOR =
            CozyJson.error(400, "bad request", "Selector must be specified in POST payload");

    /** Whether the filter of the request is a selector that it does not have. */
    static boolean lacksSelector(DataCall call) {
        return call.isMethod(POST)
                && "_selector".equals(call.query("filter"))
                && !(bodyOrEmpty(call).getValue("selector") instanceof JsonObject);
    }

    /** Fails with BAD_REQUEST naming the parameter that is not as it should be. */
    static ChangesQuery of(DataCall call) throws ServiceException {
        for (var name : call.ctx().queryParams().names()) {
            if (!KNOWN.contains(name) && !(name.equals("filter") && call.isMethod(POST))) {
                throw Require.badRequest("Unsupported query parameter '" + name + "'");
            }
        }
        var feed = Feed.of(call.query("feed"));
        requireStyle(call.query("style"));
        requireInteger(call, "seq_interval");
        requireInteger(call, "limit");
        var withDocuments = call.isTrue("include_docs");
        int most = withDocuments ? MAX_ROWS_WITH_DOCUMENTS : MAX_ROWS;
        boolean isStream = feed == Feed.CONTINUOUS || feed == Feed.EVENTSOURCE;
        int limit = Math.max(1, call.count("limit").orElse(Integer.MAX_VALUE));
        return new ChangesQuery(
                feed,
                since(call, feed),
                isStream ? limit : Math.min(limit, most),
                withDocuments,
                call.isTrue("descending"),
                wait(call),
                heartbeat(call),
                filter(call));
    }

    private static String since(DataCall call, Feed feed) {
        var header = feed == Feed.EVENTSOURCE ? call.header("Last-Event-ID") : null;
        var query = feed == Feed.EVENTSOURCE ? call.query(LAST_EVENT_ID) : null;
        var since = header != null && !header.isEmpty() ? header : query != null ? query : call.query("since");
        if (since == null) {
            return "0";
        }
        boolean isQuoted = since.length() > 1 && since.startsWith("\"") && since.endsWith("\"");
        return isQuoted ? since.substring(1, since.length() - 1) : since;
    }

    private static void requireStyle(@Nullable String style) {
        if (style != null && !style.equals("main_only") && !style.equals("all_docs")) {
            throw Require.badRequest("Unsupported style value '" + style + "'");
        }
    }

    private static void requireInteger(DataCall call, String name) {
        var value = call.query(name);
        if (value != null && !value.matches("-?[0-9]{1,18}")) {
            throw Require.badRequest("Invalid " + name + " value '" + value + "'");
        }
    }

    private static Duration wait(DataCall call) {
        var asked = call.query("timeout");
        // The original takes any text here and drops it.
        long millis = asked == null || !asked.matches("[0-9]{1,9}") ? MAX_WAIT_MS : Long.parseLong(asked);
        return Duration.ofMillis(Math.min(Math.max(millis, 1), MAX_WAIT_MS));
    }

    private static @Nullable Duration heartbeat(DataCall call) {
        var asked = call.query("heartbeat");
        if (asked == null || asked.equals("false")) {
            return null;
        }
        long millis = asked.matches("[0-9]{1,9}") ? Long.parseLong(asked) : MAX_WAIT_MS;
        return Duration.ofMillis(Math.min(Math.max(millis, MIN_HEARTBEAT_MS), MAX_WAIT_MS));
    }

    private static ChangesFilter filter(DataCall call) {
        var name = call.isMethod(POST) ? call.query("filter") : null;
        if (name == null) {
            return ChangesFilter.ALL;
        }
        return switch (name) {
            case "_doc_ids" -> ChangesFilter.ofIds(bodyOrEmpty(call).getValue("doc_ids"));
            case "_selector" -> ChangesFilter.selector(bodyOrEmpty(call).getJsonObject("selector"));
            case "_design" -> ChangesFilter.NONE;
            default -> throw Require.badRequest("Unsupported filter value '" + name + "'");
        };
    }

    private static JsonObject bodyOrEmpty(DataCall call) {
        return io.lockstep.gateway.http.Requests.jsonOrEmpty(call.ctx());
    }
}
