package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.Actor;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an object was: its changes, as far back as the space's feed reaches, undone from its present state. */
final class History {
    private static final int PAGE = 100;

    private final Metadata metadata;

    History(Metadata metadata) {
        this.metadata = metadata;
    }

    /** The changes of one object with what stood before each, the oldest first. */
    Future<List<Event.Changed>> of(Actor actor, ObjectPlace place, String id) {
        return more(actor, place, id, null, new ArrayList<>());
    }

    private Future<List<Event.Changed>> more(
            Actor actor, ObjectPlace place, String id, @Nullable String since, List<Event.Changed> known) {
        return metadata.changes(new ListChanges(actor, place.space(), since, PAGE, null, id, true))
                .compose(page -> {
                    known.addAll(page.changes());
                    return page.pending() == 0 || page.changes().isEmpty()
                            ? Future.succeededFuture(known)
                            : more(actor, place, id, page.cursor(), known);
                });
    }

    /**
     * The fields at an earlier revision; empty when the feed does not tell: it does not reach back that far, a change was too
     * large for it, or the object was not there between.
     *
     * @param changes those of the document, the oldest first
     */
    static Optional<JsonObject> at(Document document, List<Event.Changed> changes, long revision) {
        if (revision < 1 || revision > document.revision()) {
            return Optional.empty();
        }
        var fields = document.fields().copy();
        long reached = document.revision();
        for (int i = changes.size() - 1; i >= 0 && reached > revision; i--) {
            var change = changes.get(i);
            var before = change.before();
            if (change.revision() > reached) {
                continue;
            }
            var patch = change.patch();
            if (change.revision() < reached || change.verb() != Verb.UPDATED || before == null || patch == null) {
                return Optional.empty();
            }
            // A field that the change added had nothing before.
            patch.fieldNames().forEach(fields::remove);
            before.forEach(member -> fields.put(member.getKey(), member.getValue()));
            reached--;
        }
        return reached == revision ? Optional.of(fields) : Optional.empty();
    }
}
