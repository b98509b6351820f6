package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page's operations on many files, each of which stands for itself: what is refused for one is told and holds up none.
 * Every file that changes is announced.
 */
final class MetavoxBulk {
    private static final int MAX_ATTEMPTS = 5;

    private final Edge edge;
    private final MetavoxFinder finder;

    /** What is to become of a file; without fields there is nothing to do. */
    private record Plan(String file, Optional<WriteDocument> write, Optional<String> refusal) {}

    /** What to do with all files of a request. */
    @FunctionalInterface
    private interface Planner {
        Optional<WriteDocument> plan(MetavoxFinder.Place place, Space space);
    }

    MetavoxBulk(Edge edge, MetavoxFinder finder) {
        this.edge = edge;
        this.finder = finder;
    }

    void mount(MetavoxTable table) {
        table.on(HttpMethod.POST, "files/bulk-metadata", this::save);
        table.on(HttpMethod.POST, "files/clear-metadata", this::clear);
        table.on(HttpMethod.POST, "files/export-metadata", this::export);
    }

    private static Collection<String> files(MetavoxInput input) {
        var files = input.ids("fileIds");
        if (files.isEmpty()) {
            throw Require.badRequest("No file IDs provided");
        }
        return files;
    }

    private Future<MetavoxAnswer> save(MetavoxRequest request) {
        var input = request.input();
        var files = files(input);
        var metadata = input.object("metadata")
                .filter(given -> !given.isEmpty())
                .orElseThrow(() -> Require.badRequest("No metadata provided"));
        var strategy = input.text("mergeStrategy").orElse("overwrite");
        if (!strategy.equals("overwrite") && !strategy.equals("fill-empty")) {
            throw Require.badRequest("'mergeStrategy' must be overwrite or fill-empty");
        }
        boolean fillsEmpty = strategy.equals("fill-empty");
        return write(request, input, files, (place, space) -> {
            var values = MetavoxValues.known(metadata, space.fields());
            return fillsEmpty ? filling(request, place, values) : merging(request, place, values, null);
        });
    }

    private static Optional<WriteDocument> filling(
            MetavoxRequest request, MetavoxFinder.Place place, JsonObject values) {
        var empty = values.copy();
        place.document()
                .ifPresent(document -> values.fieldNames().stream()
                        .filter(name -> !MetavoxValues.text(document.fields().getValue(name))
                                .isEmpty())
                        .forEach(empty::remove));
        return merging(
                request, place, empty, place.document().map(Document::revision).orElse(null));
    }

    private static Optional<WriteDocument> merging(
            MetavoxRequest request, MetavoxFinder.Place place, JsonObject values, @Nullable Long revision) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(new WriteDocument(
                        request.actor(),
                        place.space(),
                        place.file(),
                        WriteMode.UPSERT,
                        values,
                        null,
                        revision,
                        null,
                        null,
                        null));
    }

    private Future<MetavoxAnswer> clear(MetavoxRequest request) {
        var input = request.input();
        return write(request, input, files(input), (place, space) -> cleared(request, place, List.of()));
    }

    /** The file stays, without these values; without any when none is named. */
    static Optional<WriteDocument> cleared(
            MetavoxRequest request, MetavoxFinder.Place place, Collection<String> names) {
        var gone = new JsonObject();
        place.document()
                .ifPresent(document -> document.fields().fieldNames().stream()
                        .filter(name -> names.isEmpty() || names.contains(name))
                        .forEach(gone::putNull));
        return merging(request, place, gone, null);
    }

    private Future<MetavoxAnswer> write(
            MetavoxRequest request, MetavoxInput input, Collection<String> files, Planner planner) {
        return attempt(request, input.id("groupfolder_id"), files, planner, 1)
                .map(errors -> answer(files.size(), errors));
    }

    /** File to what was wrong with it; empty for those that are done. */
    private Future<Map<String, String>> attempt(
            MetavoxRequest request, Optional<String> folder, Collection<String> files, Planner planner, int number) {
        return finder.find(request, folder, files)
                .compose(places -> plans(request, places, files, planner))
                .compose(plans -> written(plans, number < MAX_ATTEMPTS))
                .compose(done -> done.again().isEmpty()
                        ? Future.succeededFuture(done.errors())
                        : attempt(request, folder, done.again(), planner, number + 1)
                                .map(errors -> {
                                    var all = new LinkedHashMap<>(done.errors());
                                    all.putAll(errors);
                                    return all;
                                }));
    }

    private record Done(Map<String, String> errors, List<String> again) {}

    private Future<List<Plan>> plans(
            MetavoxRequest request, MetavoxFinder.Places places, Collection<String> files, Planner planner) {
        var spaces = files.stream()
                .flatMap(file -> places.toRead(file).stream())
                .map(MetavoxFinder.Place::space)
                .collect(Collectors.toSet());
        return finder.spaces(request.actor(), spaces)
                .map(known -> files.stream()
                        .map(file -> plan(places, file, known, planner))
                        .toList());
    }

    private static Plan plan(MetavoxFinder.Places places, String file, Map<String, Space> spaces, Planner planner) {
        try {
            var place = places.toWrite(file);
            var space = Require.present(spaces.get(place.space()), "space");
            return new Plan(file, planner.plan(place, space), Optional.empty());
        } catch (ServiceException refused) {
            return new Plan(file, Optional.empty(), Optional.of(MetavoxJson.reason(refused)));
        }
    }

    private Future<Done> written(List<Plan> plans, boolean mayRepeat) {
        var errors = new LinkedHashMap<String, String>();
        plans.forEach(plan -> plan.refusal().ifPresent(reason -> errors.put(plan.file(), reason)));
        var writes = plans.stream().filter(plan -> plan.write().isPresent()).toList();
        if (writes.isEmpty()) {
            return Future.succeededFuture(new Done(errors, List.of()));
        }
        return edge.metadata()
                .batch(new WriteBatch(
                        writes.stream().map(plan -> plan.write().orElseThrow()).toList()))
                .map(result -> {
                    var again = new ArrayList<String>();
                    for (int i = 0; i < writes.size(); i++) {
                        var failure = result.results().get(i).failure();
                        if (failure == null) {
                            continue;
                        }
                        if (mayRepeat && isConflict(failure)) {
                            again.add(writes.get(i).file());
                        } else {
                            errors.put(writes.get(i).file(), MetavoxJson.reason(failure));
                        }
                    }
                    return new Done(errors, again);
                });
    }

    private static boolean isConflict(JsonObject failure) {
        return FailureCode.REVISION_CONFLICT.name().equals(failure.getString("code"));
    }

    private static MetavoxAnswer answer(int files, Map<String, String> errors) {
        var list = new JsonArray();
        errors.forEach((file, reason) ->
                list.add(new JsonObject().put("fileId", Long.valueOf(file)).put("error", reason)));
        return MetavoxAnswer.ok(new JsonObject()
                .put("success", errors.isEmpty())
                .put("successCount", files - errors.size())
                .put("errorCount", errors.size())
                .put("errors", list));
    }

    /** One entry for each place of a file that the caller may read. Names and paths of files are not known here. */
    private Future<MetavoxAnswer> export(MetavoxRequest request) {
        var input = request.input();
        var files = files(input);
        return finder.find(request, input.id("groupfolder_id"), files).compose(places -> {
            List<Document> documents =
                    files.stream().flatMap(file -> places.of(file).stream()).toList();
            var titles = places.folders().stream()
                    .collect(Collectors.toMap(folder -> folder.space(), folder -> folder.title()));
            var spaces = documents.stream().map(Document::space).collect(Collectors.toSet());
            return finder.spaces(request.actor(), spaces)
                    .map(known -> MetavoxAnswer.ok(new JsonArray(documents.stream()
                            .map(document -> exported(
                                    document,
                                    titles.getOrDefault(document.space(), ""),
                                    Require.present(known.get(document.space()), "space")))
                            .toList())));
        });
    }

    private static JsonObject exported(Document document, String title, Space space) {
        return new JsonObject()
                .put("fileId", Long.valueOf(document.document()))
                .put("path", "/" + title + "/" + document.document())
                .put("name", document.document())
                .put("groupfolder_id", Long.valueOf(SpaceId.name(document.space())))
                .put("metadata", MetavoxValues.texts(space.fields(), document.fields()));
    }
}
