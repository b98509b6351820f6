package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Reading one object, or a page of a collection. Each answer has an etag, so that who polls is told 304 in vain. */
final class ObjectReads {
    private final Edge edge;
    private final Places places;
    private final ObjectLocks locks;
    private final Listings listings;

    ObjectReads(Edge edge, Places places, ObjectLocks locks) {
        this.edge = edge;
        this.places = places;
        this.locks = locks;
        this.listings = new Listings(edge.metadata());
    }

    /** An object and its lock, as they are now. */
    record Found(ObjectPlace place, Document document, Optional<Lock> lock) {
        Found unlocked() {
            return new Found(place, document, Optional.empty());
        }
    }

    Future<ObjectAnswer> read(ObjectCall call) {
        return places.find(call, Role.VIEWER)
                .compose(place -> find(call, place, call.path("id")))
                .compose(found -> call.wantsEmpty()
                        ? definitions(call, found.place()).map(definitions -> whole(found, definitions))
                        : Future.succeededFuture(tagged(
                                found,
                                ObjectAnswer.ok(ObjectJson.read(found.place(), found.document(), found.lock())))))
                .map(answer -> answer.unlessKnown(call.headers()));
    }

    /** As the answer of a write shows it. */
    Future<ObjectAnswer> written(ObjectCall call, Found found) {
        return definitions(call, found.place()).map(definitions -> whole(found, definitions));
    }

    private static ObjectAnswer whole(Found found, List<FieldDefinition> definitions) {
        return tagged(
                found, ObjectAnswer.ok(ObjectJson.whole(found.place(), found.document(), found.lock(), definitions)));
    }

    private static ObjectAnswer tagged(Found found, ObjectAnswer answer) {
        return answer.tagged(ObjectVersion.of(found.document().revision()));
    }

    /** Fails with NOT_FOUND. */
    Future<Found> find(ObjectCall call, ObjectPlace place, String id) {
        var document = edge.metadata()
                .read(new ReadDocument(call.actor(), place.space(), id))
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? Future.failedFuture(Refusal.noObject("Not Found"))
                        : Future.failedFuture(failure));
        var lock = locks.of(place, id);
        return Future.all(document, lock).map(both -> new Found(place, document.result(), lock.result()));
    }

    Future<List<FieldDefinition>> definitions(ObjectCall call, ObjectPlace place) {
        return edge.metadata().space(new GetSpace(call.actor(), place.space())).map(space -> space.fields());
    }

    Future<ObjectAnswer> list(ObjectCall call) {
        var query = ListQuery.of(call.query());
        return places.find(call, Role.VIEWER).compose(place -> list(call, place, query));
    }

    private Future<ObjectAnswer> list(ObjectCall call, ObjectPlace place, ListQuery query) {
        var definitions = definitions(call, place);
        var documents = listings.all(call.actor(), place);
        return Future.all(definitions, documents)
                .map(both -> query.on(place, definitions.result(), documents.result()))
                .compose(page -> locks.of(
                                place,
                                page.documents().stream()
                                        .map(Document::document)
                                        .toList())
                        .map(held -> ObjectAnswer.ok(page.json(held))))
                .map(answer -> answer.tagged().unlessKnown(call.headers()));
    }
}
