package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.Space;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about many files of a folder: their values, which values there are, their order. Answers are of this moment;
 * the original keeps some for minutes and then shows what is no longer so.
 */
final class MetavoxListings {
    private static final int MAX_OF_DIRECTORY = 200;
    private static final int MAX_OF_BULK = 100;
    private static final int PAGE = 1_000;
    private static final int MAX_FILES = 100_000;

    private final Edge edge;
    private final MetavoxFinder finder;

    MetavoxListings(Edge edge, MetavoxFinder finder) {
        this.edge = edge;
        this.finder = finder;
    }

    void mount(MetavoxTable table) {
        table.on(HttpMethod.GET, "groupfolders/#/directory-metadata", this::directory);
        table.on(HttpMethod.GET, "files/metadata/bulk", this::bulk);
        table.on(HttpMethod.GET, "groupfolders/#/filter-values", this::values);
        table.on(HttpMethod.POST, "groupfolders/#/filter-values", this::values);
        table.on(HttpMethod.GET, "groupfolders/#/all-filter-values", this::allValues);
        table.on(HttpMethod.GET, "groupfolders/#/sorted-file-ids", this::sorted);
        table.on(HttpMethod.GET, "metadata/statistics", this::statistics);
    }

    private static Collection<String> files(MetavoxInput input, int max) {
        var files = input.ids("file_ids");
        if (files.isEmpty()) {
            throw Require.badRequest("No file IDs provided");
        }
        if (files.size() > max) {
            throw Require.badRequest("Maximum " + max + " file IDs allowed");
        }
        return files;
    }

    /** File to names and values, and what the caller may do with it; a file that was never saved has no values. */
    private Future<MetavoxAnswer> directory(MetavoxRequest request) {
        var files = files(request.input(), MAX_OF_DIRECTORY);
        return space(request)
                .compose(space -> finder.documents(request.actor(), request.space(), files)
                        .map(documents -> {
                            var answer = new JsonObject();
                            files.forEach(file -> answer.put(
                                    file,
                                    MetavoxValues.texts(space.fields(), new JsonObject())
                                            .put("_permissions", MetavoxJson.permissions(space.role(), false))));
                            documents.forEach(document -> answer.put(
                                    document.document(),
                                    MetavoxValues.texts(space.fields(), document.fields())
                                            .put(
                                                    "_permissions",
                                                    MetavoxJson.permissions(space.role(), document.readonly()))));
                            return MetavoxAnswer.ok(answer);
                        }));
    }

    private Future<Space> space(MetavoxRequest request) {
        return finder.spaces(request.actor(), List.of(request.space()))
                .map(spaces -> Require.present(spaces.get(request.space()), "space"));
    }

    /** File to its fields, as one file is asked for; of files that the caller may read. */
    private Future<MetavoxAnswer> bulk(MetavoxRequest request) {
        var input = request.input();
        var files = files(input, MAX_OF_BULK);
        return finder.find(request, input.id("groupfolder_id"), files).compose(places -> {
            List<MetavoxFinder.Place> found =
                    files.stream().flatMap(file -> places.toRead(file).stream()).toList();
            if (found.isEmpty()) {
                throw new ServiceException(FailureCode.FORBIDDEN, "none of the files may be read");
            }
            var spaces =
                    found.stream().map(MetavoxFinder.Place::space).distinct().toList();
            return finder.spaces(request.actor(), spaces).map(known -> {
                var answer = new JsonObject();
                found.forEach(place -> answer.put(
                        place.file(),
                        MetavoxFiles.metadata(
                                Require.present(known.get(place.space()), "space"),
                                place.document().map(Document::fields).orElseGet(JsonObject::new))));
                return MetavoxAnswer.ok(answer);
            });
        });
    }

    private Future<MetavoxAnswer> values(MetavoxRequest request) {
        var input = request.input();
        var files = input.ids("file_ids");
        var names = input.texts("field_names").orElse(List.of());
        return values(request, files, names);
    }

    private Future<MetavoxAnswer> allValues(MetavoxRequest request) {
        return values(request, List.of(), List.of());
    }

    private Future<MetavoxAnswer> values(MetavoxRequest request, Collection<String> files, List<String> names) {
        return space(request).compose(space -> {
            var values = new MetavoxFilter.Values(space.fields(), names);
            return each(request, files, values::add).map(done -> MetavoxAnswer.ok(values.json()));
        });
    }

    private Future<MetavoxAnswer> sorted(MetavoxRequest request) {
        var input = request.input();
        return space(request).compose(space -> {
            var order = MetavoxFilter.Order.of(input, space.fields());
            return each(request, List.of(), order::add)
                    .map(done -> MetavoxAnswer.ok(new JsonObject()
                            .put("file_ids", order.ids())
                            .put("total", order.ids().size())));
        });
    }

    /** Shows every file that MetaVox can name; fails with TOO_LARGE when there are more than {@value #MAX_FILES}. */
    private Future<Void> each(MetavoxRequest request, Collection<String> files, Consumer<Document> look) {
        if (!files.isEmpty()) {
            if (files.size() > MetavoxFinder.MAX_FILES) {
                throw Require.badRequest("at most " + MetavoxFinder.MAX_FILES + " files at a time");
            }
            return finder.documents(request.actor(), request.space(), files)
                    .map(documents -> {
                        documents.forEach(look);
                        return documents;
                    })
                    .mapEmpty();
        }
        return each(request, request.space(), null, 0, look);
    }

    private Future<Void> each(
            MetavoxRequest request, String space, @Nullable String after, int seen, Consumer<Document> look) {
        if (seen >= MAX_FILES) {
            return Future.failedFuture(new ServiceException(
                    FailureCode.TOO_LARGE, "the group folder has more than " + MAX_FILES + " files"));
        }
        return edge.metadata()
                .list(new ListDocuments(request.actor(), space, after, PAGE))
                .compose(page -> {
                    page.documents().stream()
                            .filter(document -> MetavoxTable.isId(document.document()))
                            .forEach(look);
                    return page.next() == null
                            ? Future.succeededFuture()
                            : each(
                                    request,
                                    space,
                                    page.next(),
                                    seen + page.documents().size(),
                                    look);
                });
    }

    /** Of the folders that the caller may read. */
    private Future<MetavoxAnswer> statistics(MetavoxRequest request) {
        return MetavoxFinder.folders(edge, request.actor()).compose(folders -> {
            var names = folders.stream().map(folder -> folder.space()).toList();
            return finder.spaces(request.actor(), names)
                    .compose(spaces -> MetavoxFinder.inTurn(names, space -> count(request, space))
                            .map(counts -> MetavoxAnswer.ok(new JsonObject()
                                    .put("groupfolders", names.size())
                                    .put(
                                            "fields",
                                            spaces.values().stream()
                                                    .flatMap(space -> space.fields().stream())
                                                    .map(field -> field.name())
                                                    .distinct()
                                                    .count())
                                    .put(
                                            "files",
                                            counts.stream()
                                                    .mapToLong(Count::files)
                                                    .sum())
                                    .put(
                                            "values",
                                            counts.stream()
                                                    .mapToLong(Count::values)
                                                    .sum()))));
        });
    }

    /** What a folder holds. */
    private static final class Count {
        private long files;
        private long values;

        void add(Document document) {
            files++;
            values += document.fields().fieldNames().stream()
                    .filter(name -> !MetavoxValues.text(document.fields().getValue(name))
                            .isEmpty())
                    .count();
        }

        long files() {
            return files;
        }

        long values() {
            return values;
        }
    }

    private Future<Count> count(MetavoxRequest request, String space) {
        var count = new Count();
        return each(request, space, null, 0, count::add).map(count);
    }
}
