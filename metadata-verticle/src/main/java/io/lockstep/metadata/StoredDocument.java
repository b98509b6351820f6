package io.lockstep.metadata;

import io.lockstep.contract.metadata.Document;
import java.time.Instant;

/**
 * One document as it is stored, with what callers do not see. A deleted one keeps its row, so that its revisions go on
 * counting and its fences keep holding, but no fields; an absent one is a deleted one of revision 0.
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
        boolean deleted) {

    static StoredDocument absent(DocumentKey key) {
        return new StoredDocument(key, 0, "", Fields.NONE, Fences.NONE, false, Instant.EPOCH, "", 0, true);
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
