package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.Metadata;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All objects of a collection. A list has to say how many there are and on which page each stands, by any property, so it
 * looks at all of them; a collection of more than {@value #MAX_OBJECTS} is refused.
 */
final class Listings {
    static final int MAX_OBJECTS = 20_000;
    private static final int PAGE = 1_000;

    private final Metadata metadata;

    Listings(Metadata metadata) {
        this.metadata = metadata;
    }

    /** In the order of their ids. Fails with TOO_LARGE. */
    Future<List<Document>> all(Actor actor, ObjectPlace place) {
        return more(actor, place, null, new ArrayList<>());
    }

    private Future<List<Document>> more(Actor actor, ObjectPlace place, @Nullable String after, List<Document> known) {
        return metadata.list(new ListDocuments(actor, place.space(), after, PAGE))
                .compose(page -> {
                    known.addAll(page.documents());
                    if (page.next() == null) {
                        return Future.succeededFuture(known);
                    }
                    return known.size() >= MAX_OBJECTS
                            ? Future.failedFuture(new ServiceException(
                                    FailureCode.TOO_LARGE, "lists end at " + MAX_OBJECTS + " objects"))
                            : more(actor, place, page.next(), known);
                });
    }
}
