package io.lockstep.metadata;

import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentSync;
import io.lockstep.contract.metadata.SyncDocuments;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks part after part for what changed since the second that it was given last. The time that it keeps is that of the first
 * part, and only the last part says what is gone; a step is one part, so much may happen between them.
 */
final class ChunkedClient implements SyncClient {
    private final int size;
    private final Map<String, Held> copy = new TreeMap<>();
    private Instant since = Instant.EPOCH;
    private @Nullable Instant begun;
    private @Nullable Document last;
    private boolean isOneOfMany;

    ChunkedClient(int size) {
        this.size = size;
    }

    @Override
    public Future<Void> step(Rig node) {
        isOneOfMany = last != null;
        var request = new SyncDocuments(
                Rig.VIEWER,
                node.space,
                since,
                last == null ? null : last.updatedAt(),
                last == null ? null : last.document(),
                size,
                null,
                true,
                null,
                null,
                null);
        return node.start(() -> node.documents.sync(request)).map(this::take);
    }

    private @Nullable Void take(DocumentSync part) {
        var time = begun == null ? part.lastUpdate() : begun;
        part.documents().forEach(document -> copy.put(document.document(), Held.of(document)));
        if (part.pending() > 0) {
            begun = time;
            last = part.documents().get(part.documents().size() - 1);
            return null;
        }
        var all = new HashSet<>(part.others());
        part.documents().forEach(document -> all.add(document.document()));
        copy.keySet().retainAll(all);
        since = time.truncatedTo(ChronoUnit.SECONDS);
        begun = null;
        last = null;
        return null;
    }

    /** After a run of several parts only the next one need show what happened between them. */
    @Override
    public boolean isCurrent() {
        return isDone() && !isOneOfMany;
    }

    @Override
    public boolean isDone() {
        return last == null;
    }

    @Override
    public Map<String, Held> copy() {
        return copy;
    }

    @Override
    public void forget() {
        copy.clear();
        since = Instant.EPOCH;
        begun = null;
        last = null;
    }
}
