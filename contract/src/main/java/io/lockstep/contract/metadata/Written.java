package io.lockstep.contract.metadata;

import org.jspecify.annotations.Nullable;

/**
 * An acknowledged write: it is durable and in the feed.
 *
 * @param seq the position of its change in the space's feed
 * @param cursor a client that has this cursor has seen the change
 * @param changed false when the document already was as asked: nothing was written, revision, etag and seq are those of
 *     its last change
 * @param degraded true when nobody could tell what is locked and the policy lets writes go on
 */
public record Written(
        String space,
        String document,
        Verb verb,
        long revision,
        String etag,
        long seq,
        String cursor,
        boolean changed,
        @Nullable Boolean degraded) {
    /** A write that the locks allow. */
    public Written(
            String space,
            String document,
            Verb verb,
            long revision,
            String etag,
            long seq,
            String cursor,
            boolean changed) {
        this(space, document, verb, revision, etag, seq, cursor, changed, null);
    }
}
