package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The views of a folder: viewers use them, managers make them; at most one is the default. */
final class MetavoxViews {
    private static final int MAX_VIEWS = 200;
    private static final MetavoxAnswer NO_SUCH_VIEW = MetavoxAnswer.error(404, "View not found");

    private final Edge edge;
    private final MetavoxSettings settings;

    MetavoxViews(Edge edge, MetavoxSettings settings) {
        this.edge = edge;
        this.settings = settings;
    }

    void mount(MetavoxTable table) {
        table.on(HttpMethod.GET, "groupfolders/#/views", this::list);
        table.on(HttpMethod.POST, "groupfolders/#/views", this::create);
        table.on(HttpMethod.PUT, "groupfolders/#/views/reorder", this::reorder);
        table.on(HttpMethod.PUT, "groupfolders/#/views/#", this::change);
        table.on(HttpMethod.DELETE, "groupfolders/#/views/#", this::remove);
    }

    private Future<MetavoxAnswer> list(MetavoxRequest request) {
        return edge.access()
                .require(request.identity(), request.space(), Role.VIEWER)
                .compose(allowed -> ofFolder(request.ids().get(0)))
                .compose(views -> isManager(request)
                        .map(manages -> MetavoxAnswer.ok(
                                new JsonObject().put("views", views).put("can_manage", manages))));
    }

    Future<Boolean> isManager(MetavoxRequest request) {
        return edge.access()
                .require(request.identity(), request.space(), Role.MANAGER)
                .map(true)
                .recover(failure -> failure instanceof ServiceException known && known.code() == FailureCode.FORBIDDEN
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    /** In the order of their positions. */
    Future<JsonArray> ofFolder(String folder) {
        return settings.read(MetavoxSettings.folder(folder)).map(kept -> new JsonArray(views(kept)));
    }

    private static List<JsonObject> views(JsonObject kept) {
        var views = new ArrayList<JsonObject>();
        kept.getJsonArray("views", new JsonArray()).forEach(view -> views.add(MetavoxView.shown((JsonObject) view)));
        return views;
    }

    private Future<MetavoxAnswer> create(MetavoxRequest request) {
        var input = request.input();
        var folder = request.ids().get(0);
        return changed(request, kept -> {
            var views = views(kept);
            if (views.size() >= MAX_VIEWS) {
                throw Require.badRequest("a group folder has at most " + MAX_VIEWS + " views");
            }
            int id = kept.getInteger("nextView", 1);
            var view = MetavoxView.created(id, folder, views.size(), input);
            views.add(view);
            return new MetavoxSettings.Change<>(
                    patch(views, view).put("nextView", id + 1), MetavoxAnswer.created(view));
        });
    }

    private Future<MetavoxAnswer> change(MetavoxRequest request) {
        var input = request.input();
        return changed(request, kept -> {
            var views = views(kept);
            int index = index(views, request.ids().get(1));
            if (index < 0) {
                return new MetavoxSettings.Change<>(new JsonObject(), NO_SUCH_VIEW);
            }
            var view = MetavoxView.changed(views.get(index), input);
            views.set(index, view);
            return new MetavoxSettings.Change<>(patch(views, view), MetavoxAnswer.ok(view));
        });
    }

    private Future<MetavoxAnswer> remove(MetavoxRequest request) {
        return changed(request, kept -> {
            var views = views(kept);
            int index = index(views, request.ids().get(1));
            if (index < 0) {
                return new MetavoxSettings.Change<>(new JsonObject(), NO_SUCH_VIEW);
            }
            views.remove(index);
            return new MetavoxSettings.Change<>(patch(views), MetavoxJson.SUCCESS);
        });
    }

    /** Views that are not named come after those that are. */
    private Future<MetavoxAnswer> reorder(MetavoxRequest request) {
        var order = List.copyOf(request.input().ids("view_ids"));
        if (order.isEmpty()) {
            throw Require.badRequest("No view IDs provided");
        }
        return changed(request, kept -> {
            var views = views(kept);
            views.sort(Comparator.comparingInt(view -> {
                int index = order.indexOf(String.valueOf(view.getInteger("id")));
                return index < 0 ? order.size() : index;
            }));
            return new MetavoxSettings.Change<>(patch(views), MetavoxJson.SUCCESS);
        });
    }

    private Future<MetavoxAnswer> changed(
            MetavoxRequest request, Function<JsonObject, MetavoxSettings.Change<MetavoxAnswer>> decision) {
        return edge.access()
                .require(request.identity(), request.space(), Role.MANAGER)
                .compose(allowed -> settings.change(
                        request.identity(), MetavoxSettings.folder(request.ids().get(0)), decision));
    }

    private static int index(List<JsonObject> views, String id) {
        for (int i = 0; i < views.size(); i++) {
            if (String.valueOf(views.get(i).getInteger("id")).equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** A view that is made the default takes that from the others. */
    private static JsonObject patch(List<JsonObject> views, JsonObject latest) {
        if (MetavoxView.isDefault(latest)) {
            views.stream()
                    .filter(view -> !view.getInteger("id").equals(latest.getInteger("id")))
                    .forEach(view -> view.put("is_default", false));
        }
        return patch(views);
    }

    private static JsonObject patch(List<JsonObject> views) {
        for (int position = 0; position < views.size(); position++) {
            views.get(position).put("position", position);
        }
        var all = new JsonArray(views);
        if (all.encode().length() > MetavoxSettings.MAX_LENGTH) {
            throw new ServiceException(FailureCode.TOO_LARGE, "the views of this group folder are too large");
        }
        return new JsonObject().put("views", all);
    }
}
