package io.lockstep.contract.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a space's documents.
 *
 * @param next what to ask for as {@code after}; an opaque text, and null on the last page
 * @param cursor a position of the feed at or before the moment of the listing: listening from the first page's cursor
 *     misses nothing
 * @param notModified true when the head of the feed was the one asked about: there are no documents then, and {@code
 *     cursor} is that head; null otherwise
 */
public record DocumentPage(
        List<Document> documents,
        @Nullable String next,
        String cursor,
        @Nullable Boolean notModified) {
    public DocumentPage {
        documents = List.copyOf(documents);
    }

    /** The documents as they are. */
    public DocumentPage(List<Document> documents, @Nullable String next, String cursor) {
        this(documents, next, cursor, null);
    }

    public boolean isNotModified() {
        return notModified != null && notModified;
    }
}
