package io.lockstep.contract.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a space's documents.
 *
 * @param next what to ask for as {@code after}; an opaque text, and null on the last page
 * @param cursor a position of the feed at or before the moment of the listing: listening from the first page's cursor
 *     misses nothing
 */
public record DocumentPage(
        List<Document> documents, @Nullable String next, String cursor) {
    public DocumentPage {
        documents = List.copyOf(documents);
    }
}
