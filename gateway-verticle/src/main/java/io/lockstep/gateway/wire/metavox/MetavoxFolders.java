package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.SearchAccounts;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Group folders: which there are, what the page asks when it starts, and the metadata of the folders themselves. */
final class MetavoxFolders {
    private static final int MAX_USERS = 25;

    private final Edge edge;
    private final MetavoxSettings settings;
    private final MetavoxFields fields;
    private final MetavoxViews views;
    private final MetavoxStanding standing;

    MetavoxFolders(Edge edge, MetavoxSettings settings, MetavoxFields fields, MetavoxViews views) {
        this.edge = edge;
        this.settings = settings;
        this.fields = fields;
        this.views = views;
        this.standing = new MetavoxStanding(edge);
    }

    void mount(MetavoxTable table) {
        table.on(HttpMethod.GET, "groupfolders", this::list);
        table.on(HttpMethod.GET, "init", this::init);
        table.on(HttpMethod.GET, "groupfolders/#/metadata", this::read);
        table.on(HttpMethod.POST, "groupfolders/#/metadata", this::save);
        table.on(HttpMethod.POST, "presence/leave", MetavoxTable.NOT_AUTHENTICATED, this::leave);
        table.on(HttpMethod.GET, "users", this::users);
    }

    private Future<MetavoxAnswer> list(MetavoxRequest request) {
        return MetavoxFinder.folders(edge, request.actor()).map(folders -> MetavoxAnswer.ok(array(folders)));
    }

    private static JsonArray array(List<Spaces.Summary> folders) {
        return new JsonArray(folders.stream().map(MetavoxFolders::json).toList());
    }

    private static JsonObject json(Spaces.Summary folder) {
        return new JsonObject()
                .put("id", Long.valueOf(MetavoxFinder.id(folder)))
                .put("mount_point", folder.title())
                .put("permissions", MetavoxJson.permissions(folder.role(), false))
                .put("can_manage", folder.role() == Role.MANAGER);
    }

    /** All that the page needs to show a directory; what is locked there it is told on its socket. */
    private Future<MetavoxAnswer> init(MetavoxRequest request) {
        var directory = request.input().text("dir").orElse("");
        return MetavoxFinder.folders(edge, request.actor()).compose(folders -> {
            var shown = holding(folders, directory);
            var json = new JsonObject().put("groupfolders", array(folders));
            return shown.map(folder -> shown(request, json, folder))
                    .orElse(Future.succeededFuture(json.putNull("groupfolder_id")
                            .put("fields", new JsonArray())
                            .put("views", new JsonArray())
                            .put("can_manage", false)))
                    .map(all -> MetavoxAnswer.ok(all).cached("private, max-age=30"));
        });
    }

    private Future<JsonObject> shown(MetavoxRequest request, JsonObject json, Spaces.Summary folder) {
        var id = MetavoxFinder.id(folder);
        standing.tell(request.identity().user(), folder.space());
        return fields.assigned(request, id)
                .compose(assigned -> views.ofFolder(id)
                        .map(views -> json.put("groupfolder_id", Long.valueOf(id))
                                .put("fields", MetavoxFields.array(assigned))
                                .put("views", views)
                                .put("can_manage", folder.role() == Role.MANAGER)));
    }

    /** A folder is where its title says; of nested ones the innermost counts. */
    static Optional<Spaces.Summary> holding(List<Spaces.Summary> folders, String directory) {
        var path = inside(directory);
        return folders.stream()
                .filter(folder -> path.startsWith(inside(folder.title())))
                .max(java.util.Comparator.comparingInt(
                        folder -> inside(folder.title()).length()));
    }

    private static String inside(String path) {
        return "/" + path.strip().replaceAll("^/+|/+$", "") + "/";
    }

    private Future<MetavoxAnswer> read(MetavoxRequest request) {
        var folder = request.ids().get(0);
        return edge.access()
                .require(request.identity(), request.space(), Role.VIEWER)
                .compose(allowed -> settings.read(MetavoxSettings.folder(folder)))
                .compose(kept -> fields.ofFolder(folder)
                        .map(defined -> answer(defined, kept.getJsonObject("metadata", new JsonObject()))));
    }

    /** As with files: where nothing is defined, any name is known. */
    private static MetavoxAnswer answer(List<MetavoxField> defined, JsonObject values) {
        var shown = !defined.isEmpty()
                ? defined
                : values.fieldNames().stream()
                        .map(name -> new MetavoxField(new FieldDefinition(name, null, null, null, null), "", 0, true))
                        .toList();
        return MetavoxAnswer.ok(new JsonArray(shown.stream()
                .map(field -> field.json(values.getValue(field.name())))
                .toList()));
    }

    private Future<MetavoxAnswer> save(MetavoxRequest request) {
        var metadata = MetavoxFiles.metadata(request.json());
        var folder = request.ids().get(0);
        return edge.access()
                .require(request.identity(), request.space(), Role.EDITOR)
                .compose(allowed -> fields.ofFolder(folder))
                .map(defined -> MetavoxValues.known(
                        metadata, defined.stream().map(MetavoxField::definition).toList()))
                .compose(values -> settings.change(request.identity(), MetavoxSettings.folder(folder), kept -> {
                    var merged =
                            kept.getJsonObject("metadata", new JsonObject()).mergeIn(values);
                    if (merged.encode().length() > MetavoxSettings.MAX_LENGTH) {
                        throw Require.badRequest("the metadata of this group folder is too large");
                    }
                    return new MetavoxSettings.Change<>(
                            values.isEmpty() ? new JsonObject() : new JsonObject().put("metadata", merged),
                            MetavoxJson.SUCCESS);
                }));
    }

    /** Nothing to forget: who is told of what depends on who is connected, not on who has said that he is here. */
    private Future<MetavoxAnswer> leave(MetavoxRequest request) {
        return Future.succeededFuture(MetavoxJson.SUCCESS);
    }

    private Future<MetavoxAnswer> users(MetavoxRequest request) {
        var search = request.input().text("search").orElse("");
        return edge.metadata()
                .searchAccounts(new SearchAccounts(request.actor(), search, MAX_USERS))
                .map(found -> MetavoxAnswer.ok(new JsonArray(found.accounts().stream()
                        .map(account ->
                                new JsonObject().put("id", account.user()).put("displayname", account.displayName()))
                        .toList())));
    }
}
