package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
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
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
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
    private final MetavoxFinder finder;

    MetavoxFiles(Edge edge, MetavoxFinder finder) {
        this.edge = edge;
        this.finder = finder;
    }

    void mount(MetavoxTable table) {
        table.on(HttpMethod.GET, "groupfolders/#/files/#/metadata", request -> read(request, File.of(request)));
        table.on(HttpMethod.POST, "groupfolders/#/files/#/metadata", request -> save(request, File.of(request)));
        table.on(HttpMethod.GET, "files/#/metadata", request -> toRead(request).compose(file -> read(request, file)));
        table.on(
                HttpMethod.POST, "files/#/metadata", request -> toWrite(request).compose(file -> save(request, file)));
    }

    private record File(String space, String file) {
        static File of(MetavoxRequest request) {
            return new File(request.space(), request.file());
        }

        static File of(MetavoxFinder.Place place) {
            return new File(place.space(), place.file());
        }
    }

    private Future<File> toRead(MetavoxRequest request) {
        return places(request)
                .map(places -> places.toRead(request.ids().get(0))
                        .map(File::of)
                        .orElseThrow(() -> new ServiceException(FailureCode.NOT_FOUND, "the file is unknown")));
    }

    private Future<File> toWrite(MetavoxRequest request) {
        return places(request)
                .map(places -> File.of(places.toWrite(request.ids().get(0))));
    }

    private Future<MetavoxFinder.Places> places(MetavoxRequest request) {
        return finder.find(
                request,
                request.input().id("groupfolder_id"),
                List.of(request.ids().get(0)));
    }

    /** A file that nobody has saved yet has every field, empty. */
    private Future<MetavoxAnswer> read(MetavoxRequest request, File file) {
        var space = space(request, file);
        var values = values(request, file);
        return Future.all(space, values).map(both -> MetavoxAnswer.ok(metadata(space.result(), values.result())));
    }

    private Future<Space> space(MetavoxRequest request, File file) {
        return edge.metadata().space(new GetSpace(request.actor(), file.space()));
    }

    private Future<JsonObject> values(MetavoxRequest request, File file) {
        return edge.metadata()
                .read(new ReadDocument(request.actor(), file.space(), file.file()))
                .map(Document::fields)
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? Future.succeededFuture(new JsonObject())
                        : Future.failedFuture(failure));
    }

    /** The definitions in their order, each with the file's value. */
    static JsonArray metadata(Space space, JsonObject values) {
        return MetavoxJson.metadata(definitions(space, values), values);
    }

    private static List<FieldDefinition> definitions(Space space, JsonObject values) {
        return space.fields().isEmpty()
                ? values.fieldNames().stream()
                        .map(name -> new FieldDefinition(name, null, null, null, null))
                        .toList()
                : space.fields();
    }

    /** The object of names and values of a body; the original's language sends an empty one as an empty list. */
    static JsonObject metadata(JsonObject body) {
        if (!(body.getValue("metadata") instanceof JsonObject metadata)) {
            throw Require.badRequest("'metadata' must be an object of field names and values");
        }
        return metadata;
    }

    /** Saves, then gives back the locks that the client has done with. */
    private Future<MetavoxAnswer> save(MetavoxRequest request, File file) {
        var body = request.json();
        var metadata = metadata(body);
        return space(request, file)
                .map(space -> MetavoxValues.known(metadata, space.fields()))
                .compose(fields -> write(request, file, fields)
                        .compose(written -> MetavoxInput.isTrue(body.getValue("unlock"))
                                ? unlock(request, file, toUnlock(body, fields))
                                : Future.succeededFuture()))
                .map(done -> MetavoxJson.SUCCESS);
    }

    private Future<?> write(MetavoxRequest request, File file, JsonObject fields) {
        return fields.isEmpty()
                ? edge.access().require(request.identity(), file.space(), Role.EDITOR)
                : edge.metadata()
                        .write(WriteDocument.of(request.actor(), file.space(), file.file(), WriteMode.UPSERT, fields));
    }

    private static Set<String> toUnlock(JsonObject body, JsonObject fields) {
        return body.getValue("unlock_field") instanceof String field && !field.isEmpty()
                ? Set.of(field)
                : fields.fieldNames();
    }

    /** The save has succeeded whatever becomes of this: a lock that is not given back ends by itself. */
    private Future<Void> unlock(MetavoxRequest request, File file, Set<String> fields) {
        var user = request.identity().user();
        return edge.locks()
                .list(new ListLocks(file.space(), List.of(file.file())))
                .compose(standing -> Future.join(standing.locks().stream()
                        .filter(lock -> lock.owner().equals(user) && fields.contains(lock.field()))
                        .map(lock -> edge.locks()
                                .release(new ReleaseLock(request.actor(), lock.space(), lock.document(), lock.field())))
                        .collect(Collectors.toList())))
                .<Void>mapEmpty()
                .recover(failure -> {
                    LOG.atDebug()
                            .addKeyValue("space", file.space())
                            .addKeyValue("document", file.file())
                            .setCause(failure)
                            .log("a lock was not given back after a save");
                    return Future.succeededFuture();
                });
    }
}
