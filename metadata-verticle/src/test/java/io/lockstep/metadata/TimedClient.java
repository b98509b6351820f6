package io.lockstep.metadata;

import io.lockstep.contract.metadata.DocumentSync;
import io.lockstep.contract.metadata.SyncDocuments;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks for all that changed since the time that it was given last, as the apps for Notes do: they keep whole seconds, and
 * show the head that they know while they ask for the same.
 */
final class TimedClient implements SyncClient {
    private final TemporalUnit unit;
    private final Map<String, Held> copy = new TreeMap<>();
    private Instant since = Instant.EPOCH;
    private Instant askedSince = Instant.EPOCH;
    private @Nullable String head;

    private TimedClient(TemporalUnit unit) {
        this.unit = unit;
    }

    static TimedClient inSeconds() {
        return new TimedClient(ChronoUnit.SECONDS);
    }

    /** Keeps the time as it is given. */
    static TimedClient inMillis() {
        return new TimedClient(ChronoUnit.MILLIS);
    }

    @Override
    public Future<Void> step(Rig node) {
        var known = since.equals(askedSince) ? head : null;
        askedSince = since;
        var request = new SyncDocuments(Rig.VIEWER, node.space, since, null, null, null, known, true, null, null, null);
        return node.start(() -> node.documents.sync(request)).map(this::take);
    }

    private @Nullable Void take(DocumentSync sync) {
        head = sync.cursor();
        if (sync.notModified()) {
            return null;
        }
        var all = new HashSet<>(sync.others());
        for (var document : sync.documents()) {
            copy.put(document.document(), Held.of(document));
            all.add(document.document());
        }
        copy.keySet().retainAll(all);
        since = sync.lastUpdate().truncatedTo(unit);
        return null;
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public Map<String, Held> copy() {
        return copy;
    }

    @Override
    public void forget() {
        copy.clear();
        head = null;
        since = Instant.EPOCH;
    }
}
