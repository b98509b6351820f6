package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** Defining fields, and assigning them to folders; for managers. */
final class MetavoxFields {
    private static final MetavoxAnswer NO_SUCH_FIELD = MetavoxAnswer.error(404, "Field not found");

    private final Edge edge;
    private final MetavoxCatalogue catalogue;
    private final MetavoxSettings settings;

    MetavoxFields(Edge edge, MetavoxCatalogue catalogue, MetavoxSettings settings) {
        this.edge = edge;
        this.catalogue = catalogue;
        this.settings = settings;
    }

    void mount(MetavoxTable table) {
        table.on(HttpMethod.GET, "groupfolder-fields", this::all);
        table.on(HttpMethod.POST, "groupfolder-fields", this::create);
        table.on(HttpMethod.PUT, "groupfolder-fields/#", this::change);
        table.on(HttpMethod.DELETE, "groupfolder-fields/#", this::remove);
        table.on(HttpMethod.GET, "groupfolders/#/fields", this::assigned);
        table.on(HttpMethod.POST, "groupfolders/#/fields", this::assign);
        table.on(HttpMethod.GET, "groupfolders/#/file-fields", this::ofFiles);
    }

    private Future<MetavoxAnswer> all(MetavoxRequest request) {
        return catalogue.visible(request.identity()).map(MetavoxFields::answer);
    }

    private Future<MetavoxAnswer> create(MetavoxRequest request) {
        return catalogue
                .add(request.identity(), MetavoxField.create(request.input()))
                .map(field -> MetavoxAnswer.created(
                        new JsonObject().put("id", field.id()).put("success", true)));
    }

    private Future<MetavoxAnswer> change(MetavoxRequest request) {
        var input = request.input();
        return found(request, field -> catalogue.change(request.identity(), field.changed(input)));
    }

    private Future<MetavoxAnswer> remove(MetavoxRequest request) {
        return found(request, field -> catalogue.remove(request.identity(), field));
    }

    private Future<MetavoxAnswer> found(MetavoxRequest request, Function<MetavoxField, Future<Void>> act) {
        return catalogue
                .visible(request.identity())
                .compose(fields -> fields.stream()
                        .filter(field ->
                                String.valueOf(field.id()).equals(request.ids().get(0)))
                        .findFirst()
                        .map(field -> act.apply(field).map(done -> MetavoxJson.SUCCESS))
                        .orElse(Future.succeededFuture(NO_SUCH_FIELD)));
    }

    /** Those of the folder's files, then those of the folder itself. */
    private Future<MetavoxAnswer> assigned(MetavoxRequest request) {
        return assigned(request, request.ids().get(0)).map(MetavoxFields::answer);
    }

    Future<List<MetavoxField>> assigned(MetavoxRequest request, String folder) {
        var files = edge.metadata()
                .space(new GetSpace(request.actor(), MetavoxRequest.space(folder)))
                .compose(catalogue::ofFiles);
        return files.compose(ofFiles -> ofFolder(folder)
                .map(ofFolder -> java.util.stream.Stream.concat(ofFiles.stream(), ofFolder.stream())
                        .toList()));
    }

    /** The fields that describe the folder itself. Whether the caller may know them is not asked here. */
    Future<List<MetavoxField>> ofFolder(String folder) {
        return settings.read(MetavoxSettings.folder(folder))
                .compose(kept -> catalogue.named(kept.getJsonArray("fields", new JsonArray()).stream()
                        .map(Object::toString)
                        .toList()));
    }

    private Future<MetavoxAnswer> ofFiles(MetavoxRequest request) {
        return edge.metadata()
                .space(new GetSpace(request.actor(), request.space()))
                .compose(catalogue::ofFiles)
                .map(MetavoxFields::answer);
    }

    /** In the order given, in which they are shown from then on. */
    private Future<MetavoxAnswer> assign(MetavoxRequest request) {
        var input = request.input();
        if (!input.has("field_ids")) {
            throw Require.badRequest("No field IDs provided");
        }
        var ids = List.copyOf(input.ids("field_ids"));
        return edge.access()
                .require(request.identity(), request.space(), Role.MANAGER)
                .compose(allowed -> catalogue.visible(request.identity()))
                .map(fields -> ids.stream().map(id -> withId(fields, id)).toList())
                .compose(fields -> assign(request, fields))
                .map(done -> MetavoxJson.SUCCESS);
    }

    private static MetavoxField withId(List<MetavoxField> fields, String id) {
        return fields.stream()
                .filter(field -> String.valueOf(field.id()).equals(id))
                .findFirst()
                .orElseThrow(() -> Require.badRequest("there is no field " + id));
    }

    private Future<?> assign(MetavoxRequest request, List<MetavoxField> fields) {
        var ofFiles = fields.stream()
                .filter(field -> !field.isOfFolder())
                .map(MetavoxField::definition)
                .toList();
        var ofFolder = new JsonArray(fields.stream()
                .filter(MetavoxField::isOfFolder)
                .map(MetavoxField::name)
                .toList());
        return edge.metadata()
                .putSpace(new PutSpace(request.actor(), request.space(), null, ofFiles, null))
                .compose(put -> settings.change(
                        request.identity(),
                        MetavoxSettings.folder(request.ids().get(0)),
                        kept -> new MetavoxSettings.Change<>(
                                kept.getJsonArray("fields", new JsonArray()).equals(ofFolder)
                                        ? new JsonObject()
                                        : new JsonObject().put("fields", ofFolder),
                                ofFolder)));
    }

    static MetavoxAnswer answer(List<MetavoxField> fields) {
        return MetavoxAnswer.ok(array(fields));
    }

    static JsonArray array(List<MetavoxField> fields) {
        return new JsonArray(fields.stream().map(MetavoxField::json).toList());
    }
}
