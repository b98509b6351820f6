package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.Role;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The audit trails: what the feed of a place keeps of its objects, and what the lock service keeps of their locks, the newest
 * first.
 *
 * <p>The trail of one object is whole as far as the feed reaches back. The one of all objects looks at the last
 * {@value #LOOKED_AT} changes, and as many entries of locks, of each place that the caller may read.
 */
final class AuditTrails {
    private static final int LOOKED_AT = 1_000;

    private final Edge edge;
    private final Places places;
    private final History history;

    AuditTrails(Edge edge, Places places) {
        this.edge = edge;
        this.places = places;
        this.history = new History(edge.metadata());
    }

    Future<ObjectAnswer> ofObject(ObjectCall call) {
        var id = call.path("id");
        var page = Page.of(call.query(), true);
        return places.find(call, Role.VIEWER).compose(place -> {
            var changes = history.of(call.actor(), place, id)
                    .map(all -> all.stream().map(change -> TrailRow.of(place, change)));
            var locks = locks(place).map(all -> all.filter(row -> row.object().equals(id)));
            return Future.all(changes, locks).map(both -> {
                var rows = newestFirst(List.of(changes.result(), locks.result()), row -> true);
                if (rows.isEmpty()) {
                    throw Refusal.noObject("Object not found");
                }
                return list(rows, page);
            });
        });
    }

    Future<ObjectAnswer> all(ObjectCall call) {
        var page = Page.of(call.query(), true);
        var filter = filter(call);
        return places.readable(call.identity())
                .map(all -> Places.named(
                                all,
                                Optional.ofNullable(call.query("register")),
                                Optional.ofNullable(call.query("schema")))
                        .toList())
                .compose(all -> heads(all).compose(heads -> {
                    var trails = new ArrayList<Future<Stream<TrailRow>>>();
                    for (var place : all) {
                        trails.add(locks(place));
                        heads.stream()
                                .filter(head -> head.space().equals(place.space()))
                                .forEach(head -> trails.add(last(call, place, head)));
                    }
                    return Future.all(trails).map(read -> list(newestFirst(read.list(), filter), page));
                }));
    }

    private static Predicate<TrailRow> filter(ObjectCall call) {
        return Stream.<Predicate<TrailRow>>of(
                        row -> isAsked(call, "user", row.user()),
                        row -> isAsked(call, "action", row.action()),
                        row -> isAsked(call, "object", row.object()),
                        row -> isAsked(call, "objectUuid", row.object()))
                .reduce(row -> true, Predicate::and);
    }

    private static boolean isAsked(ObjectCall call, String name, String value) {
        var asked = call.query(name);
        return asked == null || asked.equals(value);
    }

    private Future<List<Heads.Head>> heads(List<ObjectPlace> all) {
        return all.isEmpty()
                ? Future.succeededFuture(List.of())
                : edge.metadata()
                        .heads(new ListHeads(
                                all.stream().map(ObjectPlace::space).toList()))
                        .map(Heads::heads);
    }

    /** The last changes of a place. */
    private Future<Stream<TrailRow>> last(ObjectCall call, ObjectPlace place, Heads.Head head) {
        var floor = head.floor();
        long from = Math.max(floor == null ? 0 : floor, head.seq() - LOOKED_AT);
        return changes(call, place, new Cursor(head.epoch(), from), LOOKED_AT)
                .map(changes -> changes.stream().map(change -> TrailRow.of(place, change)));
    }

    private Future<List<Event.Changed>> changes(ObjectCall call, ObjectPlace place, Cursor since, int limit) {
        return edge.metadata()
                .changes(new ListChanges(call.actor(), place.space(), since.encode(), limit, null, null, limit == 1))
                .map(page -> page.changes());
    }

    private Future<Stream<TrailRow>> locks(ObjectPlace place) {
        return edge.locks()
                .audit(new ListLockAudit(place.space(), null, LOOKED_AT))
                .map(audit -> audit.entries().stream()
                        .filter(entry -> entry.field().equals(Lock.WHOLE_DOCUMENT))
                        .map(entry -> TrailRow.of(place, entry)));
    }

    private static List<TrailRow> newestFirst(List<Stream<TrailRow>> trails, Predicate<TrailRow> filter) {
        return trails.stream()
                .flatMap(trail -> trail)
                .filter(filter)
                .sorted(Comparator.comparing(TrailRow::at)
                        .thenComparing(row -> row.id().number())
                        .reversed())
                .toList();
    }

    private static ObjectAnswer list(List<TrailRow> rows, Page page) {
        var results = new JsonArray();
        page.of(rows).forEach(row -> results.add(row.json()));
        return ObjectAnswer.ok(new JsonObject().put("results", results).mergeIn(page.around(rows.size())));
    }

    /** One row, by its id. */
    Future<ObjectAnswer> one(ObjectCall call) {
        var id = TrailId.parse(call.path("trail")).orElseThrow(AuditTrails::noRow);
        return places.readable(call.identity())
                .map(all -> all.stream()
                        .filter(place -> place.space().equals(id.space()))
                        .findFirst()
                        .orElseThrow(AuditTrails::noRow))
                .compose(place -> id.isChange() ? change(call, place, id) : lock(place, id))
                .map(row -> ObjectAnswer.ok(row.json()));
    }

    private Future<TrailRow> change(ObjectCall call, ObjectPlace place, TrailId id) {
        return heads(List.of(place)).compose(heads -> {
            var head = heads.stream().findFirst().orElseThrow(AuditTrails::noRow);
            var floor = head.floor();
            if (id.number() <= (floor == null ? 0 : floor) || id.number() > head.seq()) {
                throw noRow();
            }
            return changes(call, place, new Cursor(head.epoch(), id.number() - 1), 1)
                    .map(changes -> TrailRow.of(place, changes.get(0)));
        });
    }

    private Future<TrailRow> lock(ObjectPlace place, TrailId id) {
        return locks(place)
                .map(rows -> rows.filter(row -> row.id().equals(id)).findFirst().orElseThrow(AuditTrails::noRow));
    }

    private static RuntimeException noRow() {
        return Refusal.noObject("Audit trail not found");
    }
}
