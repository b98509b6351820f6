package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reading and saving the metadata of a file.
 *
 * <p>A folder's field definitions decide which names exist; names unknown to them are skipped without a word. A folder
 * without definitions takes any name, and shows those that the file has.
 */
final class MetavoxFiles {
    private static final Logger LOG = LoggerFactory.getLogger(MetavoxFiles.class);

    private final Edge edge;

    MetavoxFiles(Edge edge) {
        this.edge = edge;
    }

    /** A file that nobody has saved yet has every field, empty. */
    Future<MetavoxAnswer> read(MetavoxRequest request) {
        var space = space(request);
        var values = values(request);
        return Future.all(space, values)
                .map(both -> MetavoxJson.metadata(definitions(space.result(), values.result()), values.result()));
    }

    private Future<Space> space(MetavoxRequest request) {
        return edge.metadata().space(new GetSpace(request.identity().actor(), request.space()));
    }

    private Future<JsonObject> values(MetavoxRequest request) {
        return edge.metadata()
                .read(new ReadDocument(request.identity().actor(), request.space(), request.file()))
                .map(Document::fields)
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? Future.succeededFuture(new JsonObject())
                        : Future.failedFuture(failure));
    }

    private static List<FieldDefinition> definitions(Space space, JsonObject values) {
        return space.fields().isEmpty()
                ? values.fieldNames().stream()
                        .map(name -> new FieldDefinition(name, null, null, null, null))
                        .toList()
                : space.fields();
    }

    /** Saves, then gives back the locks that the client has done with. */
    Future<MetavoxAnswer> save(MetavoxRequest request) {
        var body = request.json();
        if (!(body.getValue("metadata") instanceof JsonObject metadata)) {
            throw Require.badRequest("'metadata' must be an object of field names and values");
        }
        return space(request)
                .map(space -> known(metadata, space))
                .compose(fields -> write(request, fields)
                        .compose(written -> Boolean.TRUE.equals(body.getValue("unlock"))
                                ? unlock(request, toUnlock(body, fields))
                                : Future.succeededFuture()))
                .map(done -> MetavoxJson.SUCCESS);
    }

    private static JsonObject known(JsonObject metadata, Space space) {
        if (space.fields().isEmpty()) {
            return metadata;
        }
        var fields = new JsonObject();
        for (var definition : space.fields()) {
            if (metadata.containsKey(definition.name())) {
                fields.put(definition.name(), metadata.getValue(definition.name()));
            }
        }
        return fields;
    }

    private Future<?> write(MetavoxRequest request, JsonObject fields) {
        return fields.isEmpty()
                ? edge.access().require(request.identity(), request.space(), Role.EDITOR)
                : edge.metadata()
                        .write(WriteDocument.of(
                                request.identity().actor(), request.space(), request.file(), WriteMode.UPSERT, fields));
    }

    private static Set<String> toUnlock(JsonObject body, JsonObject fields) {
        return body.getValue("unlock_field") instanceof String field && !field.isEmpty()
                ? Set.of(field)
                : fields.fieldNames();
    }

    /** The save has succeeded whatever becomes of this: a lock that is not given back ends by itself. */
    private Future<Void> unlock(MetavoxRequest request, Set<String> fields) {
        var user = request.identity().user();
        return edge.locks()
                .list(new ListLocks(request.space(), List.of(request.file())))
                .compose(standing -> Future.join(standing.locks().stream()
                        .filter(lock -> lock.owner().equals(user) && fields.contains(lock.field()))
                        .map(lock -> edge.locks()
                                .release(new ReleaseLock(
                                        request.identity().actor(), lock.space(), lock.document(), lock.field())))
                        .collect(Collectors.toList())))
                .<Void>mapEmpty()
                .recover(failure -> {
                    LOG.atDebug()
                            .addKeyValue("space", request.space())
                            .addKeyValue("document", request.file())
                            .setCause(failure)
                            .log("a lock was not given back after a save");
                    return Future.succeededFuture();
                });
    }
}
