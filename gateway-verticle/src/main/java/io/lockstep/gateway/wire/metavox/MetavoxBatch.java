package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.BatchResult;
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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The batches of apps: one transaction, so all of it takes effect or, when anything is refused, nothing. The answer counts
 * and tells which item it was.
 */
final class MetavoxBatch {
    private static final String NOT_APPLIED = "Not applied: another item was refused";

    private final Edge edge;
    private final MetavoxFinder finder;

    /**
     * One item of a batch.
     *
     * @param folder where its file is; empty when it has to be found
     * @param given what the item says
     */
    private record Item(String file, Optional<String> folder, JsonObject given) {
        static Item of(Object item) {
            if (!(item instanceof JsonObject given)) {
                throw Require.badRequest("each item must be an object");
            }
            var input = new MetavoxInput(given);
            return new Item(
                    input.id("file_id").orElseThrow(() -> Require.badRequest("'file_id' is required")),
                    input.id("groupfolder_id"),
                    given);
        }
    }

    /** What becomes of an item: a write, nothing to do, or a refusal. */
    private record Step(Item item, Optional<WriteDocument> write, Optional<String> refusal) {}

    /** What is written for an item; fails as the item deserves. */
    @FunctionalInterface
    private interface Writing {
        Optional<WriteDocument> of(Item item, MetavoxFinder.Place place, Space space);
    }

    MetavoxBatch(Edge edge, MetavoxFinder finder) {
        this.edge = edge;
        this.finder = finder;
    }

    void mount(MetavoxTable table) {
        table.on(HttpMethod.POST, "files/metadata/batch-update", this::update);
        table.on(HttpMethod.POST, "files/metadata/batch-delete", this::delete);
        table.on(HttpMethod.POST, "files/metadata/batch-copy", this::copy);
    }

    private Future<MetavoxAnswer> update(MetavoxRequest request) {
        return run(request, items(request, "updates"), (item, place, space) -> {
            var metadata = MetavoxFiles.metadata(item.given());
            return write(request, place, MetavoxValues.known(metadata, space.fields()));
        });
    }

    private Future<MetavoxAnswer> delete(MetavoxRequest request) {
        return run(request, items(request, "deletes"), (item, place, space) -> {
            var names = new MetavoxInput(item.given()).texts("field_names").orElse(List.of());
            return MetavoxBulk.cleared(request, place, names);
        });
    }

    private static List<Item> items(MetavoxRequest request, String name) {
        var given = request.json().getValue(name);
        if (!(given instanceof JsonArray array) || array.isEmpty()) {
            throw Require.badRequest("No " + name + " provided");
        }
        if (array.size() > MetavoxFinder.MAX_FILES) {
            throw Require.badRequest("at most " + MetavoxFinder.MAX_FILES + " " + name + " at a time");
        }
        var items = new ArrayList<Item>();
        array.forEach(item -> items.add(Item.of(Require.present(item, name))));
        return items;
    }

    private Future<MetavoxAnswer> copy(MetavoxRequest request) {
        var input = request.input();
        var source = input.id("source_file_id").orElseThrow(() -> Require.badRequest("No source file ID provided"));
        var targets = input.ids("target_file_ids");
        if (targets.isEmpty()) {
            throw Require.badRequest("No target file IDs provided");
        }
        var names = input.texts("field_names").orElse(List.of());
        var folder = input.id("groupfolder_id");
        return finder.find(request, input.id("source_groupfolder_id").or(() -> folder), List.of(source))
                .map(places -> places.toRead(source)
                        .flatMap(MetavoxFinder.Place::document)
                        .map(document -> chosen(document.fields(), names))
                        .orElseThrow(() -> Require.badRequest("the source file has no metadata")))
                .compose(values -> run(
                        request,
                        items(targets, folder),
                        (item, place, space) -> write(request, place, MetavoxValues.known(values, space.fields()))));
    }

    private static List<Item> items(Collection<String> files, Optional<String> folder) {
        return files.stream()
                .map(file -> new Item(file, folder, new JsonObject()))
                .toList();
    }

    private static JsonObject chosen(JsonObject fields, List<String> names) {
        var chosen = fields.copy();
        if (!names.isEmpty()) {
            fields.fieldNames().stream().filter(name -> !names.contains(name)).forEach(chosen::remove);
        }
        return chosen;
    }

    private static Optional<WriteDocument> write(MetavoxRequest request, MetavoxFinder.Place place, JsonObject values) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(WriteDocument.of(request.actor(), place.space(), place.file(), WriteMode.UPSERT, values));
    }

    private Future<MetavoxAnswer> run(MetavoxRequest request, List<Item> items, Writing writing) {
        return places(request, items)
                .compose(places -> finder.spaces(request.actor(), spaces(items, places))
                        .map(spaces -> items.stream()
                                .map(item -> step(item, places, spaces, writing))
                                .toList()))
                .compose(this::write);
    }

    /** By the folder that items name; by {@code ""} for those that name none. */
    private Future<Map<String, MetavoxFinder.Places>> places(MetavoxRequest request, List<Item> items) {
        var folders = items.stream().map(Item::folder).distinct().toList();
        return MetavoxFinder.inTurn(folders, folder -> finder.find(request, folder, files(items, folder)))
                .map(found -> {
                    var places = new HashMap<String, MetavoxFinder.Places>();
                    for (int i = 0; i < folders.size(); i++) {
                        places.put(folders.get(i).orElse(""), found.get(i));
                    }
                    return places;
                });
    }

    private static Collection<String> files(List<Item> items, Optional<String> folder) {
        var files = new LinkedHashSet<String>();
        items.stream().filter(item -> item.folder().equals(folder)).forEach(item -> files.add(item.file()));
        return files;
    }

    private static Collection<String> spaces(List<Item> items, Map<String, MetavoxFinder.Places> places) {
        var spaces = new LinkedHashSet<String>();
        items.forEach(item -> of(item, places).toRead(item.file()).ifPresent(place -> spaces.add(place.space())));
        return spaces;
    }

    private static MetavoxFinder.Places of(Item item, Map<String, MetavoxFinder.Places> places) {
        return Require.present(places.get(item.folder().orElse("")), "groupfolder_id");
    }

    private static Step step(
            Item item, Map<String, MetavoxFinder.Places> places, Map<String, Space> spaces, Writing writing) {
        try {
            var place = of(item, places).toWrite(item.file());
            var space = Require.present(spaces.get(place.space()), "space");
            return new Step(item, writing.of(item, place, space), Optional.empty());
        } catch (ServiceException refused) {
            return new Step(item, Optional.empty(), Optional.of(MetavoxJson.reason(refused)));
        }
    }

    private Future<MetavoxAnswer> write(List<Step> steps) {
        if (steps.stream().anyMatch(step -> step.refusal().isPresent())) {
            return Future.succeededFuture(answer(
                    steps,
                    steps.stream()
                            .map(step -> step.refusal().orElse(NOT_APPLIED))
                            .toList()));
        }
        var writes = steps.stream().flatMap(step -> step.write().stream()).toList();
        if (writes.isEmpty()) {
            return Future.succeededFuture(answer(steps, List.of()));
        }
        return edge.metadata().batch(new WriteBatch(writes, true)).map(result -> answer(steps, reasons(steps, result)));
    }

    /** None when all is done. */
    private static List<String> reasons(List<Step> steps, BatchResult result) {
        if (result.results().stream().allMatch(item -> item.failure() == null)) {
            return List.of();
        }
        var answers = result.results().iterator();
        return steps.stream()
                .map(step -> step.write().isEmpty() ? NOT_APPLIED : reason(answers.next()))
                .toList();
    }

    private static String reason(BatchResult.Item item) {
        var failure = item.failure();
        return failure == null || failure.getBoolean("notApplied", false) ? NOT_APPLIED : MetavoxJson.reason(failure);
    }

    private static MetavoxAnswer answer(List<Step> steps, List<String> reasons) {
        boolean isDone = reasons.isEmpty();
        var results = new JsonArray();
        for (int i = 0; i < steps.size(); i++) {
            var result = new JsonObject()
                    .put("file_id", Long.valueOf(steps.get(i).item().file()))
                    .put("success", isDone);
            results.add(isDone ? result : result.put("error", reasons.get(i)));
        }
        return MetavoxAnswer.ok(new JsonObject()
                .put("total", steps.size())
                .put("successful", isDone ? steps.size() : 0)
                .put("failed", isDone ? 0 : steps.size())
                .put("results", results));
    }
}
