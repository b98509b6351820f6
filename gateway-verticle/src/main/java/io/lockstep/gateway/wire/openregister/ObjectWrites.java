package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.Etags;
import io.lockstep.gateway.wire.openregister.ObjectReads.Found;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Writing one object.
 *
 * <p>An object is read, the rules are asked, and the write takes effect only if the object is still the one that was read;
 * otherwise all begins again. Every write of somebody else's locked object is refused; that of a holder ends his lock.
 */
final class ObjectWrites {
    private static final int MAX_ATTEMPTS = 20;

    private final Edge edge;
    private final Places places;
    private final ObjectReads reads;
    private final ObjectLocks locks;
    private final History history;
    private final InstantSource clock;

    ObjectWrites(Edge edge, Places places, ObjectReads reads, ObjectLocks locks, InstantSource clock) {
        this.edge = edge;
        this.places = places;
        this.reads = reads;
        this.locks = locks;
        this.history = new History(edge.metadata());
        this.clock = clock;
    }

    // New objects

    /** A client may choose the id, if it is a UUID. */
    Future<ObjectAnswer> create(ObjectCall call) {
        var body = call.body();
        var id = ObjectId.chosen(body).orElseGet(() -> UUID.randomUUID().toString());
        return places.find(call, Role.EDITOR)
                .compose(place -> properties(call, place, body)
                        .map(properties -> properties.put(
                                ObjectFields.SELF,
                                ObjectFields.born(call.identity().user(), clock.instant())))
                        .compose(fields -> edge.metadata()
                                .write(WriteDocument.of(call.actor(), place.space(), id, WriteMode.CREATE, fields)))
                        .compose(written -> reads.find(call, place, id))
                        .compose(found -> reads.written(call, found))
                        .map(answer -> new ObjectAnswer(201, answer.headers(), answer.body())
                                .with("Location", ObjectJson.uri(place, id))));
    }

    /** What the body says, in a form with the types that the schema asks for. */
    private Future<JsonObject> properties(ObjectCall call, ObjectPlace place, JsonObject body) {
        var properties = ObjectFields.properties(body);
        return call.isForm()
                ? reads.definitions(call, place).map(definitions -> FormValues.typed(properties, definitions))
                : Future.succeededFuture(properties);
    }

    // Changes

    Future<ObjectAnswer> replace(ObjectCall call) {
        return change(call, WriteMode.REPLACE);
    }

    Future<ObjectAnswer> merge(ObjectCall call) {
        return change(call, WriteMode.MERGE);
    }

    private Future<ObjectAnswer> change(ObjectCall call, WriteMode mode) {
        var body = call.body();
        return places.find(call, Role.EDITOR)
                .compose(place -> properties(call, place, body)
                        .compose(properties -> repeated(
                                () -> changeable(call, place)
                                        .compose(found -> requireRead(call, body, properties, mode, found))
                                        .compose(found -> write(call, found, mode, properties)),
                                1)));
    }

    /** The object, if nobody else holds its lock and the client's condition holds. */
    private Future<Found> changeable(ObjectCall call, ObjectPlace place) {
        return reads.find(call, place, call.path("id")).map(found -> {
            ObjectLocks.requireNoOther(found.lock(), call.identity());
            requireCondition(call, found);
            return found;
        });
    }

    private static void requireCondition(ObjectCall call, Found found) {
        var header = call.headers().get("If-Match");
        if (header == null || header.isBlank()) {
            return;
        }
        var known = Etags.of(header);
        long revision = found.document().revision();
        boolean holds = known.isAny()
                || known.etags().stream()
                        .map(ObjectVersion::revision)
                        .anyMatch(read -> read.isPresent() && read.getAsLong() == revision);
        if (!holds) {
            throw Conflict.stale(found.document(), new JsonObject());
        }
    }

    /** Who says which version he has read undoes nothing that was written since. */
    private Future<Found> requireRead(
            ObjectCall call, JsonObject body, JsonObject properties, WriteMode mode, Found found) {
        OptionalLong read = ObjectFields.readRevision(body);
        if (read.isEmpty() || read.getAsLong() == found.document().revision()) {
            return Future.succeededFuture(found);
        }
        return history.of(call.actor(), found.place(), found.document().document())
                .map(changes -> History.at(found.document(), changes, read.getAsLong()))
                .map(then -> {
                    Conflict.refuseLost(properties, mode == WriteMode.MERGE, then, found.document());
                    return found;
                });
    }

    private Future<ObjectAnswer> write(ObjectCall call, Found found, WriteMode mode, JsonObject properties) {
        var document = found.document();
        var fields = mode == WriteMode.REPLACE ? ObjectFields.replaced(properties, document) : properties;
        var place = found.place();
        return edge.metadata()
                .write(new WriteDocument(
                        call.actor(),
                        place.space(),
                        document.document(),
                        mode,
                        fields,
                        null,
                        document.revision(),
                        null,
                        null,
                        null))
                .compose(written -> checkIn(call, found))
                .compose(done -> reads.find(call, place, document.document()))
                .compose(now -> reads.written(call, now));
    }

    private Future<Void> checkIn(ObjectCall call, Found found) {
        return found.lock().isPresent()
                ? locks.checkIn(call.identity(), found.place(), found.document().document())
                : Future.succeededFuture();
    }

    // The end of an object

    Future<ObjectAnswer> delete(ObjectCall call) {
        return places.find(call, Role.EDITOR)
                .compose(place -> repeated(() -> changeable(call, place).compose(found -> delete(call, found)), 1));
    }

    private Future<ObjectAnswer> delete(ObjectCall call, Found found) {
        var document = found.document();
        return edge.metadata()
                .delete(new DeleteDocument(
                        call.actor(), found.place().space(), document.document(), null, document.revision(), null))
                .compose(deleted -> checkIn(call, found))
                .map(done -> ObjectAnswer.noContent());
    }

    // Back to an earlier state

    /** To a version, or to what it was at a time or before a row of its audit trail. */
    Future<ObjectAnswer> revert(ObjectCall call) {
        var body = call.body();
        return places.find(call, Role.EDITOR)
                .compose(place -> repeated(
                        () -> changeable(call, place).compose(found -> revert(call, found, RevertTarget.of(body))), 1));
    }

    private Future<ObjectAnswer> revert(ObjectCall call, Found found, RevertTarget target) {
        var document = found.document();
        return history.of(call.actor(), found.place(), document.document()).compose(changes -> {
            long revision = target.revision(document, changes);
            var fields = History.at(document, changes, revision)
                    .orElseThrow(() -> Require.badRequest(
                            "version " + ObjectVersion.of(revision) + " is not kept: it is too old, or never was"));
            return write(call, found, WriteMode.REPLACE, ObjectFields.properties(fields));
        });
    }

    // Again

    /** Begins again when somebody else was faster; fails with REVISION_CONFLICT when that does not end. */
    private static Future<ObjectAnswer> repeated(Supplier<Future<ObjectAnswer>> attempt, int number) {
        return Future.succeededFuture().compose(begin -> attempt.get()).recover(failure -> {
            // What this wire refuses itself says what conflicts; what the store refuses came too late.
            boolean wasOvertaken = Requests.is(failure, FailureCode.REVISION_CONFLICT)
                    && !((ServiceException) failure).details().containsKey("conflicts");
            return wasOvertaken && number < MAX_ATTEMPTS ? repeated(attempt, number + 1) : Future.failedFuture(failure);
        });
    }
}
