package io.lockstep.metadata;

import io.lockstep.contract.metadata.Document;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One document as it is stored, with what callers do not see. A deleted one keeps its row, so that its revisions go on
 * counting and its fences keep holding, but no fields; an absent one is a deleted one of revision 0.
 *
 * @param sourceEtag what its source had when it was reconciled last; empty when it was written otherwise since, so that its
 *     content must be asked for; null when no source has it
 */
record StoredDocument(
        DocumentKey key,
        long revision,
        String etag,
        Fields fields,
        Fences fences,
        boolean readonly,
        Instant updatedAt,
        String updatedBy,
        long lastSeq,
        boolean deleted,
        @Nullable String sourceEtag) {

    static StoredDocument absent(DocumentKey key) {
        return new StoredDocument(key, 0, "", Fields.NONE, Fences.NONE, false, Instant.EPOCH, "", 0, true, null);
    }

    StoredDocument withSourceEtag(String etag) {
        return new StoredDocument(
                key, revision, this.etag, fields, fences, readonly, updatedAt, updatedBy, lastSeq, deleted, etag);
    }

    /** What it takes of the space's quota: nothing when it is deleted. */
    long bytes() {
        return deleted ? 0 : fields.bytes();
    }

    Document toDocument() {
        return new Document(
                key.space(), key.document(), revision, etag, fields.toJson(), readonly, updatedAt, updatedBy);
    }
}
