package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.Require;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The changes of all places that the caller may read as one list that can be gone on from: for who polls without a push.
 *
 * <p>The events of one place come in the order of its feed; those of several by their times. Who gives no cursor begins where
 * the feeds do.
 */
final class RealtimeEvents {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final Edge edge;
    private final Places places;

    RealtimeEvents(Edge edge, Places places) {
        this.edge = edge;
        this.places = places;
    }

    /** Where everything ends now. */
    Future<ObjectAnswer> cursor(ObjectCall call) {
        return places.readable(call.identity())
                .compose(all -> all.isEmpty()
                        ? Future.succeededFuture(RealtimeCursor.START)
                        : edge.metadata()
                                .heads(new ListHeads(
                                        all.stream().map(ObjectPlace::space).toList()))
                                .map(heads -> {
                                    var cursor = RealtimeCursor.START;
                                    for (var head : heads.heads()) {
                                        cursor = cursor.with(
                                                ObjectPlace.of(head.space()).orElseThrow(),
                                                new Cursor(head.epoch(), head.seq()));
                                    }
                                    return cursor;
                                }))
                .map(cursor -> ObjectAnswer.ok(new JsonObject().put("cursor", cursor.encode())));
    }

    /** @param limit how many events at most */
    private record Asked(
            RealtimeCursor since,
            int limit,
            @Nullable String object,
            @Nullable String type) {
        static Asked of(ObjectCall call) {
            var limit = call.query("limit");
            if (limit != null && !limit.matches("[0-9]{1,9}")) {
                throw Require.badRequest("'limit' must be from 1 to " + MAX_LIMIT);
            }
            var since = call.query("since");
            var object = call.query("objectUuid");
            return new Asked(
                    since == null ? RealtimeCursor.START : RealtimeCursor.parse(since),
                    limit == null ? DEFAULT_LIMIT : Math.max(1, Math.min(Integer.parseInt(limit), MAX_LIMIT)),
                    object == null || object.isEmpty() ? null : object,
                    call.query("eventType"));
        }
    }

    Future<ObjectAnswer> events(ObjectCall call) {
        var asked = Asked.of(call);
        return places.readable(call.identity())
                .map(all -> Places.named(
                                all,
                                Optional.ofNullable(call.query("register")),
                                Optional.ofNullable(call.query("schema")))
                        .toList())
                .compose(named -> Future.all(named.stream()
                                .map(place -> changes(call, asked, place))
                                .toList())
                        .map(read -> answer(asked, read.list())));
    }

    /** The next changes of one place. */
    private record Run(ObjectPlace place, Changes changes) {}

    private Future<Run> changes(ObjectCall call, Asked asked, ObjectPlace place) {
        var since = asked.since().of(place).map(Cursor::encode).orElse(null);
        return edge.metadata()
                .changes(new ListChanges(call.actor(), place.space(), since, asked.limit(), null, asked.object(), null))
                .map(changes -> new Run(place, changes));
    }

    /** @param at not before that of the change in front of it, so that the changes of a place keep their order */
    private record Next(Run run, Event.Changed change, Instant at) {}

    private static List<Next> inOrder(List<Run> runs) {
        var waiting = new ArrayList<Next>();
        for (var run : runs) {
            var at = Instant.MIN;
            for (var change : run.changes().changes()) {
                at = change.at().isAfter(at) ? change.at() : at;
                waiting.add(new Next(run, change, at));
            }
        }
        waiting.sort(Comparator.comparing(Next::at));
        return waiting;
    }

    private static ObjectAnswer answer(Asked asked, List<Run> runs) {
        var waiting = inOrder(runs);
        var told = waiting.subList(0, Math.min(asked.limit(), waiting.size()));
        var later = waiting.subList(told.size(), waiting.size());
        var events = new JsonArray();
        var cursor = asked.since();
        for (var next : told) {
            var place = next.run().place();
            cursor = cursor.with(place, Cursor.parse(next.change().cursor()));
            if (CloudEvent.isOf(asked.type(), next.change())) {
                events.add(CloudEvent.of(place, next.change()).put("_cursor", cursor.encode()));
            }
        }
        for (var run : runs) {
            if (later.stream().noneMatch(next -> next.run().equals(run))) {
                cursor = cursor.with(run.place(), Cursor.parse(run.changes().cursor()));
            }
        }
        boolean hasMore =
                !later.isEmpty() || runs.stream().anyMatch(run -> run.changes().pending() > 0);
        return ObjectAnswer.ok(new JsonObject()
                .put("events", events)
                .put("cursor", cursor.encode())
                .put("hasMore", hasMore));
    }
}
