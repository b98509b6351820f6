package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the group folder of a file.
 *
 * <p>In the original a file's number says which folder it is in; here numbers are unique in their folder only. A request may
 * name the folder ({@code groupfolder_id}); if it does not, the file is looked for in all folders that the caller may read.
 * A file that nobody has saved yet is in no folder, unless there is only one that it can be in; one that is in several is
 * read from the first, and written in none.
 */
final class MetavoxFinder {
    static final int MAX_FILES = 1_000;
    private static final int AT_A_TIME = 8;

    private final Edge edge;

    /**
     * Where files are.
     *
     * @param folders in which was looked, in the order of their numbers
     * @param documents of each file, in the order of the folders; none for a file that was never saved
     */
    record Places(List<Spaces.Summary> folders, Map<String, List<Document>> documents) {

        List<Document> of(String file) {
            return documents.getOrDefault(file, List.of());
        }

        /** Where to read; empty when the file cannot be found. */
        Optional<Place> toRead(String file) {
            var found = of(file);
            if (!found.isEmpty()) {
                return Optional.of(place(file, found.get(0)));
            }
            return folders.size() == 1
                    ? Optional.of(new Place(folders.get(0), file, Optional.empty()))
                    : Optional.empty();
        }

        /** Fails with NOT_FOUND, BAD_REQUEST when the folder has to be named, FORBIDDEN when the role is too weak. */
        Place toWrite(String file) {
            if (of(file).size() > 1) {
                throw Require.badRequest("File " + file + " is in several group folders: name its groupfolder_id");
            }
            var place = toRead(file)
                    .orElseThrow(() -> new ServiceException(FailureCode.NOT_FOUND, "file " + file + " is unknown"));
            if (!place.folder().role().includes(Role.EDITOR)) {
                throw new ServiceException(FailureCode.FORBIDDEN, "this needs role editor");
            }
            return place;
        }

        private Place place(String file, Document document) {
            var folder = folders.stream()
                    .filter(one -> one.space().equals(document.space()))
                    .findFirst()
                    .orElseThrow();
            return new Place(folder, file, Optional.of(document));
        }
    }

    /** A file in its folder; without a document when it was never saved. */
    record Place(Spaces.Summary folder, String file, Optional<Document> document) {
        String space() {
            return folder.space();
        }
    }

    MetavoxFinder(Edge edge) {
        this.edge = edge;
    }

    /** In the folder that the request names, or in all; fails with NOT_FOUND when he may not read that one. */
    Future<Places> find(MetavoxRequest request, Optional<String> folder, Collection<String> files) {
        if (files.size() > MAX_FILES) {
            throw Require.badRequest("at most " + MAX_FILES + " files at a time");
        }
        var actor = request.actor();
        return folders(edge, actor)
                .map(all -> folder.map(id -> only(all, id)).orElse(all))
                .compose(folders -> inTurn(folders, one -> documents(actor, one.space(), files))
                        .map(found -> new Places(folders, byFile(found))));
    }

    private static List<Spaces.Summary> only(List<Spaces.Summary> all, String folder) {
        return all.stream()
                .filter(one -> id(one).equals(folder))
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> new ServiceException(FailureCode.NOT_FOUND, "there is no such group folder"));
    }

    Future<List<Document>> documents(Actor actor, String space, Collection<String> files) {
        if (files.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return edge.metadata()
                .list(new ListDocuments(actor, space, null, files.size(), List.copyOf(files), null, null, null, null))
                .map(page -> page.documents());
    }

    private static Map<String, List<Document>> byFile(List<List<Document>> found) {
        var byFile = new LinkedHashMap<String, List<Document>>();
        for (var documents : found) {
            for (var document : documents) {
                byFile.computeIfAbsent(document.document(), file -> new ArrayList<>())
                        .add(document);
            }
        }
        return byFile;
    }

    /** The definitions of the spaces of these places, by space. */
    Future<Map<String, Space>> spaces(Actor actor, Collection<String> spaces) {
        return inTurn(List.copyOf(spaces), space -> edge.metadata().space(new GetSpace(actor, space)))
                .map(found -> {
                    var byId = new LinkedHashMap<String, Space>();
                    found.forEach(space -> byId.put(space.space(), space));
                    return byId;
                });
    }

    /** The group folders that the actor may read, in the order of their numbers. */
    static Future<List<Spaces.Summary>> folders(Edge edge, Actor actor) {
        return edge.metadata()
                .spaces(new ListSpaces(actor, MetavoxRequest.WIRE))
                .map(spaces -> spaces.spaces().stream()
                        .filter(space -> MetavoxTable.isId(SpaceId.name(space.space())))
                        .sorted(Comparator.comparingLong(space -> Long.parseLong(id(space))))
                        .toList());
    }

    /** The folder's number. */
    static String id(Spaces.Summary folder) {
        return SpaceId.name(folder.space());
    }

    /** Asks for each, some at a time, and gives the answers in order; fails with the first that fails. */
    static <A, B> Future<List<B>> inTurn(List<A> items, Function<A, Future<B>> ask) {
        return inTurn(items, 0, new ArrayList<>(items.size()), ask);
    }

    private static <A, B> Future<List<B>> inTurn(List<A> items, int from, List<B> answers, Function<A, Future<B>> ask) {
        if (from >= items.size()) {
            return Future.succeededFuture(answers);
        }
        var some = items.subList(from, Math.min(items.size(), from + AT_A_TIME)).stream()
                .map(ask)
                .toList();
        return Future.all(some).compose(all -> {
            some.forEach(answer -> answers.add(answer.result()));
            return inTurn(items, from + AT_A_TIME, answers, ask);
        });
    }
}
