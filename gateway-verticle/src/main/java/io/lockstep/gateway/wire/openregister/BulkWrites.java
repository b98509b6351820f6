package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.BatchResult;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.FlushSpace;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.contract.metadata.Written;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Saving and deleting many objects, all or none: a lock of somebody else on one of them refuses all.
 *
 * <p>It is an import: who listens to the collection is told once, when all of it is done.
 */
final class BulkWrites {
    private static final int MAX_OBJECTS = 1_000;

    private final Edge edge;
    private final Places places;
    private final ObjectLocks locks;
    private final InstantSource clock;

    BulkWrites(Edge edge, Places places, ObjectLocks locks, InstantSource clock) {
        this.edge = edge;
        this.places = places;
        this.locks = locks;
        this.clock = clock;
    }

    /** An object with an id that is there is replaced, any other is made. */
    Future<ObjectAnswer> save(ObjectCall call) {
        var objects = objects(call.body());
        var ids = ids(objects);
        return places.find(call, Role.EDITOR)
                .compose(place -> there(call, place, ids, false).compose(there -> {
                    var writes = new ArrayList<WriteDocument>();
                    for (int i = 0; i < objects.size(); i++) {
                        writes.add(write(call, place, ids.get(i), objects.get(i), there));
                    }
                    return commit(call, place, writes).map(written -> saved(place, writes, written));
                }));
    }

    private static List<JsonObject> objects(JsonObject body) {
        if (!(body.getValue("objects") instanceof JsonArray array)) {
            throw Require.badRequest("'objects' must be an array of objects");
        }
        Require.within(array.size(), 1, MAX_OBJECTS, "the number of 'objects'");
        var objects = new ArrayList<JsonObject>();
        for (var element : array) {
            if (!(element instanceof JsonObject object)) {
                throw Require.badRequest("each of the 'objects' must be an object");
            }
            objects.add(object);
        }
        return objects;
    }

    private static List<String> ids(List<JsonObject> objects) {
        var ids = objects.stream()
                .map(object -> ObjectId.chosen(object)
                        .orElseGet(() -> UUID.randomUUID().toString()))
                .toList();
        if (new HashSet<>(ids).size() < ids.size()) {
            throw Require.badRequest("'objects' names an object twice");
        }
        return ids;
    }

    private Future<Map<String, Document>> there(
            ObjectCall call, ObjectPlace place, List<String> ids, boolean withoutFields) {
        return edge.metadata()
                .list(new ListDocuments(
                        call.actor(), place.space(), null, MAX_OBJECTS, ids, null, null, null, withoutFields))
                .map(page ->
                        page.documents().stream().collect(Collectors.toMap(Document::document, Function.identity())));
    }

    private WriteDocument write(
            ObjectCall call, ObjectPlace place, String id, JsonObject object, Map<String, Document> there) {
        var properties = ObjectFields.properties(object);
        var standing = there.get(id);
        return standing == null
                ? WriteDocument.of(
                        call.actor(),
                        place.space(),
                        id,
                        WriteMode.CREATE,
                        properties.put(
                                ObjectFields.SELF,
                                ObjectFields.born(call.identity().user(), clock.instant())))
                : WriteDocument.of(
                        call.actor(),
                        place.space(),
                        id,
                        WriteMode.REPLACE,
                        ObjectFields.replaced(properties, standing));
    }

    private JsonObject toObject(ObjectPlace place, WriteDocument write, Written written) {
        var document = new Document(
                place.space(),
                written.document(),
                written.revision(),
                written.etag(),
                write.fields(),
                false,
                clock.instant(),
                write.actor().user());
        return ObjectJson.read(place, document, Optional.empty());
    }

    private ObjectAnswer saved(ObjectPlace place, List<WriteDocument> writes, List<Written> written) {
        var objects = new JsonArray();
        for (int i = 0; i < written.size(); i++) {
            objects.add(toObject(place, writes.get(i), written.get(i)));
        }
        return ObjectAnswer.ok(new JsonObject()
                .put("message", "The objects are saved")
                .put("requested_count", writes.size())
                .put("saved_count", written.size())
                .put("saved_objects", objects));
    }

    /** What is not there, or not any more, is skipped. */
    Future<ObjectAnswer> delete(ObjectCall call) {
        var uuids = uuids(call.body());
        return places.find(call, Role.EDITOR)
                .compose(place -> there(call, place, uuids, true).compose(there -> {
                    var deletions = uuids.stream()
                            .filter(there::containsKey)
                            .map(id -> WriteDocument.of(
                                    call.actor(), place.space(), id, WriteMode.DELETE, new JsonObject()))
                            .toList();
                    return commit(call, place, deletions).map(deleted -> deleted(uuids, deleted));
                }));
    }

    private static List<String> uuids(JsonObject body) {
        if (!(body.getValue("uuids") instanceof JsonArray array)) {
            throw Require.badRequest("'uuids' must be an array of ids");
        }
        Require.within(array.size(), 1, MAX_OBJECTS, "the number of 'uuids'");
        var uuids = new LinkedHashSet<String>();
        for (var element : array) {
            uuids.add(Require.name(element instanceof String id ? id : null, "uuids"));
        }
        return List.copyOf(uuids);
    }

    private static ObjectAnswer deleted(List<String> uuids, List<Written> deleted) {
        var done = deleted.stream().map(Written::document).toList();
        var skipped = uuids.stream().filter(id -> !done.contains(id)).toList();
        return ObjectAnswer.ok(new JsonObject()
                .put("message", "The objects are deleted")
                .put("requested_count", uuids.size())
                .put("deleted_count", done.size())
                .put("deleted_uuids", new JsonArray(done))
                .put("skipped_uuids", new JsonArray(skipped)));
    }

    private Future<List<Written>> commit(ObjectCall call, ObjectPlace place, List<WriteDocument> writes) {
        if (writes.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return edge.metadata()
                .batch(new WriteBatch(writes, true, true))
                .map(result -> requireDone(result, writes))
                .compose(written -> edge.metadata()
                        .flush(new FlushSpace(call.actor(), place.space()))
                        .otherwiseEmpty()
                        .compose(flushed -> checkIn(call, place, written))
                        .map(written));
    }

    /** Fails as the first of them that was refused. */
    private static List<Written> requireDone(BatchResult result, List<WriteDocument> writes) {
        var written = new ArrayList<Written>();
        for (int i = 0; i < result.results().size(); i++) {
            var item = result.results().get(i);
            var failure = item.failure();
            if (failure != null && !failure.getBoolean("notApplied", false)) {
                throw failed(failure, writes.get(i));
            }
            if (item.written() != null) {
                written.add(item.written());
            }
        }
        if (written.size() < writes.size()) {
            throw new ServiceException(FailureCode.INTERNAL, "a batch was neither done nor refused");
        }
        return written;
    }

    private static ServiceException failed(JsonObject failure, WriteDocument write) {
        var details = failure.copy().put("uuid", write.document());
        details.remove("code");
        details.remove("message");
        return new ServiceException(
                FailureCode.valueOf(failure.getString("code")), failure.getString("message"), details);
    }

    private Future<Void> checkIn(ObjectCall call, ObjectPlace place, List<Written> written) {
        return locks.of(place, written.stream().map(Written::document).toList())
                .compose(held -> Future.join(held.keySet().stream()
                        .map(id -> locks.checkIn(call.identity(), place, id))
                        .toList()))
                .mapEmpty();
    }
}
