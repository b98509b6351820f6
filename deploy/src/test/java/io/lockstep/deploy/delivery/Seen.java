package io.lockstep.deploy.delivery;

import io.lockstep.contract.metadata.Verb;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One thing that happened to one client in one space, as he saw it. Cursors are given by their number in the feed. */
sealed interface Seen {
    String space();

    /** He listens, from this cursor on. */
    record Joined(String space, String transport, long cursor) implements Seen {}

    /**
     * He was told of a change.
     *
     * @param changes of how many changes of the document it is made: 1 unless it says that it was merged
     * @param cursor from which he would go on
     * @param patch null for a deletion, and when he is to read the document
     */
    record Changed(
            String space,
            long seq,
            int changes,
            long cursor,
            String document,
            long revision,
            Verb verb,
            @Nullable JsonObject patch)
            implements Seen {
        @Override
        public String toString() {
            var cause = changes == 1 ? "" : " merged of " + changes;
            return "%d of %s: %s %s, revision %d%s, cursor %d %s"
                    .formatted(seq, space, document, verb, revision, cause, cursor, abbreviated(patch));
        }
    }

    private static String abbreviated(@Nullable JsonObject json) {
        return String.valueOf(json).replace(Writer.LARGE, "large ... ").replace(Writer.PLUMP, "plump ... ");
    }

    /** He was told to read the documents again, and that he goes on from this cursor. */
    record Resync(String space, String reason, long cursor) implements Seen {}

    /** He has read all documents. */
    record Loaded(String space, Map<String, Document> documents) implements Seen {}

    /** He has read a document whose change was too large to be told; empty when there was none any more. */
    record Read(String space, String document, Optional<Document> found) implements Seen {}

    /** He was told that he may not read the space. */
    record Refused(String space, String why) implements Seen {}

    /** He listens no longer. */
    record Left(String space) implements Seen {}

    /** A document as a client or the database has it. */
    record Document(long revision, JsonObject fields) {
        @Override
        public String toString() {
            return "revision " + revision + " " + abbreviated(fields);
        }
    }
}
