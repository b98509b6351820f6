package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Require;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.selector.Selector;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a reader is given, and as what. Pure.
 *
 * <p>Of a document's changes only the latest counts. A document that does not match a selector, and may have matched it before
 * the change, is given as deleted: without that a reader would keep it for ever.
 *
 * @param ids null for all documents
 * @param selector null for all documents
 */
record ChangesFilter(@Nullable Set<String> ids, @Nullable Selector selector) {
    static final ChangesFilter ALL = new ChangesFilter(null, null);

    /** Design documents, of which there are none. */
    static final ChangesFilter NONE = new ChangesFilter(Set.of(), null);

    static ChangesFilter ids(Set<String> ids) {
        return new ChangesFilter(Set.copyOf(ids), null);
    }

    static ChangesFilter selector(JsonObject selector) {
        return new ChangesFilter(null, Selector.parse(selector));
    }

    /** The row of a change; empty when it is not given, or a later one is given in its place. */
    Optional<ChangesRow> row(String doctype, Event.Changed change) {
        if (ids != null && !ids.contains(change.document())) {
            return Optional.empty();
        }
        var current = change.current();
        if (selector != null) {
            return selected(doctype, change, selector);
        }
        var isLatest = change.verb() == Verb.DELETED
                ? current == null
                : current != null && current.revision() == change.revision();
        return isLatest ? Optional.of(latest(doctype, change)) : Optional.empty();
    }

    /** The row of a document as it is, for a reader who is given all of them. */
    Optional<ChangesRow> row(String doctype, Document document, String seq) {
        if (ids != null && !ids.contains(document.document())) {
            return Optional.empty();
        }
        var revision = Revision.of(doctype, document.document(), document.revision());
        var json = CozyJson.document(document.document(), revision, document.fields());
        var isGiven = selector == null || selector.matches(json);
        return Optional.of(
                isGiven
                        ? new ChangesRow(document.document(), seq, revision, false, json)
                        : gone(document.document(), seq, revision));
    }

    private Optional<ChangesRow> selected(String doctype, Event.Changed change, Selector chosen) {
        var current = change.current();
        if (change.verb() == Verb.DELETED) {
            var before = change.before();
            var matched = before == null
                    || chosen.matches(CozyJson.document(change.document(), revision(doctype, change), before));
            return current == null && matched ? Optional.of(latest(doctype, change)) : Optional.empty();
        }
        if (current != null) {
            var json = CozyJson.document(
                    change.document(), Revision.of(doctype, change.document(), current.revision()), current.fields());
            if (chosen.matches(json)) {
                return current.revision() == change.revision()
                        ? Optional.of(latest(doctype, change))
                        : Optional.empty();
            }
        }
        return mayHaveLeft(change, chosen)
                ? Optional.of(gone(change.document(), change.cursor(), revision(doctype, change)))
                : Optional.empty();
    }

    /** Only a change of what the selector looks at can be how a document left it. */
    static boolean mayHaveLeft(Event.Changed change, Selector selector) {
        var patch = change.patch();
        return change.revision() > 1
                && (patch == null || selector.fields().stream().anyMatch(patch::containsKey));
    }

    private static ChangesRow latest(String doctype, Event.Changed change) {
        var revision = revision(doctype, change);
        var current = change.current();
        return current == null
                ? gone(change.document(), change.cursor(), revision)
                : new ChangesRow(
                        change.document(),
                        change.cursor(),
                        revision,
                        false,
                        CozyJson.document(change.document(), revision, current.fields()));
    }

    private static ChangesRow gone(String id, String seq, Revision revision) {
        return new ChangesRow(id, seq, revision, true, CozyJson.tombstone(id, revision));
    }

    private static Revision revision(String doctype, Event.Changed change) {
        return Revision.of(doctype, change.document(), change.revision());
    }

    /** The filter that a body describes; fails with BAD_REQUEST when it does not. */
    static ChangesFilter ofIds(@Nullable Object docIds) {
        if (!(docIds instanceof io.vertx.core.json.JsonArray array)
                || !array.stream().allMatch(id -> id instanceof String)) {
            throw Require.badRequest("`doc_ids` filter parameter is not a list.");
        }
        return ids(array.stream().map(String::valueOf).collect(java.util.stream.Collectors.toSet()));
    }
}
