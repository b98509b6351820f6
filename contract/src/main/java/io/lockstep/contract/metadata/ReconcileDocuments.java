package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a space in step with an external source whose items change behind its back; needs role editor.
 *
 * <p>The caller lists what exists now. A document's content is asked for only when its source etag is not the one that was
 * reconciled last; a document is written, and its last update moves, only when its fields come out different. Each item
 * stands for itself, and repeating a reconcile, or running two at once, writes nothing twice.
 *
 * @param items up to 1000, each document once
 * @param contentFields the fields that make up the content; {@code content} alone when not given
 * @param complete whether the items are all that the source has in the range: reconciled documents that are not among
 *     them are then deleted; false when not given
 * @param after the range is the ids greater than this; null from the beginning
 * @param upTo the range is the ids up to and with this; null to the end
 * @param allowEmpty true when a complete list without items is meant: it deletes all of the range, and is BAD_REQUEST else
 * @param quiet as in {@link WriteBatch}
 */
public record ReconcileDocuments(
        Actor actor,
        String space,
        List<Item> items,
        List<String> contentFields,
        Boolean complete,
        @Nullable String after,
        @Nullable String upTo,
        @Nullable Boolean allowEmpty,
        @Nullable Boolean quiet) {
    private static final int MAX_ITEMS = 1000;

    public ReconcileDocuments(
            Actor actor,
            String space,
            List<Item> items,
            @Nullable List<String> contentFields,
            @Nullable Boolean complete,
            @Nullable String after,
            @Nullable String upTo,
            @Nullable Boolean allowEmpty,
            @Nullable Boolean quiet) {
        this.actor = Require.present(actor, "actor");
        this.space = SpaceId.check(space);
        this.items = List.copyOf(Require.present(items, "items"));
        this.contentFields = contentFields == null ? List.of("content") : List.copyOf(contentFields);
        this.complete = complete != null && complete;
        this.after = after;
        this.upTo = upTo;
        this.allowEmpty = allowEmpty;
        this.quiet = quiet;
        Require.within(items.size(), 0, MAX_ITEMS, "the number of 'items'");
        if (items.stream().map(Item::document).distinct().count() < items.size()) {
            throw Require.badRequest("'items' must name each document once");
        }
        if (items.isEmpty() && this.complete && (allowEmpty == null || !allowEmpty)) {
            throw Require.badRequest(
                    "a complete list without 'items' would delete all documents: give 'allowEmpty' if it is meant");
        }
    }

    /**
     * One item of the source.
     *
     * @param sourceEtag changes whenever the content may have: a hash, a version, or a time and a size
     * @param fields all fields but the content; those that are not among them are removed from the document
     * @param content the content fields; null to be asked for them when they are needed
     */
    public record Item(
            String document,
            String sourceEtag,
            JsonObject fields,
            @Nullable JsonObject content) {
        public Item {
            Require.name(document, "items.document");
            Require.name(sourceEtag, "items.sourceEtag");
            Require.present(fields, "items.fields").fieldNames().forEach(field -> Require.name(field, "items.fields"));
            if (content != null) {
                content.fieldNames().forEach(field -> Require.name(field, "items.content"));
            }
        }
    }
}
