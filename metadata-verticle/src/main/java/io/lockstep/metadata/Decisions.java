package io.lockstep.metadata;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Written;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a batch: how each write ended, and what is to be stored, all of it or nothing.
 *
 * @param outcomes one for each write, in the order of the batch
 * @param heads the spaces whose feed grew, as they are after the batch
 * @param documents those that changed, as they are after the batch
 * @param changes the new entries of the feeds, by space in the order of their seq
 * @param usage how much each of these spaces holds then
 * @param operations the answers to keep for named writes
 */
record Decisions(
        List<Outcome<Written>> outcomes,
        List<SpaceHead> heads,
        List<StoredDocument> documents,
        List<Event.Changed> changes,
        Map<String, Usage> usage,
        Map<OperationKey, Written> operations) {
    Decisions {
        outcomes = List.copyOf(outcomes);
        heads = List.copyOf(heads);
        documents = List.copyOf(documents);
        changes = List.copyOf(changes);
        usage = Map.copyOf(usage);
        operations = Map.copyOf(operations);
    }
}
