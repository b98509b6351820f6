package io.lockstep.metadata;

import org.jspecify.annotations.Nullable;

/** Refuses an item of a source that came without its content: it must be sent again with it. Nothing is wrong. */
final class ContentWanted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String etag;

    ContentWanted(StoredDocument document) {
        super("the content is wanted", null, false, false);
        this.etag = document.deleted() ? null : document.etag();
    }

    /** Of the document as it is; null when there is none. */
    @Nullable
    String etag() {
        return etag;
    }
}
