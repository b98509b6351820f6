package io.lockstep.contract.metadata;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that is kept with a document.
 *
 * @param size in bytes
 * @param at when it was put
 * @param content in base64, to who reads it; null to who has put it
 */
public record Attachment(
        String space,
        String path,
        String document,
        String contentType,
        long size,
        Instant at,
        @Nullable String content) {
    /** Without the content. */
    @Override
    public String toString() {
        return "Attachment[space=" + space + ", path=" + path + "]";
    }
}
