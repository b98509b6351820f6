package io.lockstep.contract.metadata;

import java.time.Instant;
import java.util.List;

/**
 * What changed in a space since a time, and what else there is.
 *
 * @param cursor the head of the feed at that moment
 * @param lastUpdate no later change will have an earlier time; what has changed before it, and is given here, need not be
 *     asked for again
 * @param notModified true when the head was the one asked about: everything else is empty
 * @param documents those that changed, in the order of their last update, then of their ids
 * @param pending how many more changed, for the next part
 * @param others the ids of all other documents; empty while there is a next part
 */
public record DocumentSync(
        String cursor,
        Instant lastUpdate,
        boolean notModified,
        List<Document> documents,
        long pending,
        List<String> others) {
    public DocumentSync {
        documents = List.copyOf(documents);
        others = List.copyOf(others);
    }
}
