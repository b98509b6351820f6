package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What MetaVox keeps beside the files: views, folder metadata, definitions that no folder has yet. Documents of one reserved
 * space, which has no members: nobody but admins sees it, and whoever asks here has checked the rights in the folder
 * concerned. So the rights are always the folder's own, and there is nothing to keep in step with it.
 */
final class MetavoxSettings {
    static final String SPACE = SpaceId.of("metavoxsettings", "all");
    /** Of a part of a document, as JSON. */
    static final int MAX_LENGTH = 500_000;

    private static final int MAX_ATTEMPTS = 20;

    private final Edge edge;

    /** Top-level fields to merge, and what becomes of it for the caller. */
    record Change<T>(JsonObject patch, T result) {}

    MetavoxSettings(Edge edge) {
        this.edge = edge;
    }

    static String folder(String id) {
        return "folder-" + id;
    }

    /** Empty when nothing was ever kept. */
    Future<JsonObject> read(String document) {
        return find(document).map(found -> found.map(Document::fields).orElseGet(JsonObject::new));
    }

    private Future<Optional<Document>> find(String document) {
        return edge.metadata()
                .read(new ReadDocument(Actor.SYSTEM, SPACE, document))
                .map(Optional::of)
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    /** The change is decided again when somebody else was faster; fails as the decision does. */
    <T> Future<T> change(Identity identity, String document, Function<JsonObject, Change<T>> decision) {
        return attempt(identity, document, decision, 1);
    }

    private <T> Future<T> attempt(
            Identity identity, String document, Function<JsonObject, Change<T>> decision, int number) {
        return find(document)
                .compose(found -> {
                    var change = decision.apply(found.map(Document::fields)
                            .orElseGet(JsonObject::new)
                            .copy());
                    return change.patch().isEmpty()
                            ? Future.succeededFuture(change.result())
                            : write(identity, document, found, change.patch()).map(change.result());
                })
                .recover(failure -> Requests.is(failure, FailureCode.REVISION_CONFLICT)
                        ? again(identity, document, decision, number)
                        : Future.failedFuture(failure));
    }

    private <T> Future<T> again(
            Identity identity, String document, Function<JsonObject, Change<T>> decision, int number) {
        return number < MAX_ATTEMPTS
                ? attempt(identity, document, decision, number + 1)
                : Future.failedFuture(new ServiceException(FailureCode.UNAVAILABLE, "it changes all the time"));
    }

    private Future<?> write(Identity identity, String document, Optional<Document> found, JsonObject patch) {
        var actor = new Actor(identity.user(), List.of(Actor.ADMIN_GROUP), "");
        var write = new WriteDocument(
                actor,
                SPACE,
                document,
                found.isPresent() ? WriteMode.MERGE : WriteMode.CREATE,
                patch,
                null,
                found.map(Document::revision).orElse(null),
                null,
                null,
                null);
        return edge.metadata()
                .write(write)
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? created().compose(space -> edge.metadata().write(write))
                        : Future.failedFuture(failure));
    }

    private Future<?> created() {
        return edge.metadata().putSpace(new PutSpace(Actor.SYSTEM, SPACE, "MetaVox settings", null, null));
    }
}
