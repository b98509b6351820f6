package io.lockstep.metadata;

import io.lockstep.contract.Require;
import io.lockstep.contract.metadata.ReconcileDocuments.Item;
import java.util.List;

/**
 * What a reconcile knows of the source of one document.
 *
 * @param etag what the source has; for a deletion, what it had when the document was reconciled last
 * @param contentFields the fields that are left as they are while the source has the same etag
 * @param hasContent whether the content was sent, or there can be none
 * @param content those of the content fields that have a value; none when it was not sent
 */
record Source(String etag, List<String> contentFields, boolean hasContent, Fields content) {

    /** Fails with BAD_REQUEST for a content of other fields, and for what PostgreSQL cannot hold. */
    static Source of(List<String> contentFields, Item item) {
        var etag = Text.check(item.sourceEtag(), "items.sourceEtag");
        var sent = item.content();
        var content = sent == null ? Fields.NONE : Fields.of(sent).withoutNulls();
        for (var field : content.values().keySet()) {
            if (!contentFields.contains(field)) {
                throw Require.badRequest("'content' has the field '" + field + "', which is not in 'contentFields'");
            }
        }
        return new Source(etag, contentFields, sent != null || contentFields.isEmpty(), content);
    }

    /** What is known of the source of a document that has gone from it. */
    static Source known(String etag) {
        return new Source(etag, List.of(), true, Fields.NONE);
    }

    /** The item's fields that are no content; fails with BAD_REQUEST when it has the content among them. */
    Fields othersOf(Item item) {
        var others = Fields.of(item.fields()).withoutNulls();
        for (var field : contentFields) {
            if (others.values().containsKey(field)) {
                throw Require.badRequest("'fields' has the content field '" + field + "': put it into 'content'");
            }
        }
        return others;
    }

    /**
     * All that the document should have now; throws {@link ContentWanted} when nobody knows.
     *
     * @param others its fields that are no content
     */
    Fields fieldsOf(StoredDocument document, Fields others) {
        if (hasContent) {
            return others.merged(content);
        }
        if (document.deleted() || !etag.equals(document.sourceEtag())) {
            throw new ContentWanted(document);
        }
        return others.merged(document.fields().only(contentFields));
    }

    /** Fails with REVISION_CONFLICT when the document has been reconciled or written otherwise since. */
    void requireUnchanged(StoredDocument document) {
        if (!etag.equals(document.sourceEtag())) {
            throw Refusals.conditionFailed(document);
        }
    }
}
