package io.lockstep.dispatcher;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * A {@link StorageMap} that remembers what another one has answered for four to five minutes, each storage for another time,
 * so that not all are asked for again at once. Equal questions on their way share one; a failure is remembered for
 * {@link #FAILED}, so that a database that is away is not asked for every change. Confined to one event loop.
 */
final class CachedStorageMap implements StorageMap {
    static final Duration LEAST = Duration.ofMinutes(4);
    static final Duration SPREAD = Duration.ofMinutes(1);
    static final Duration FAILED = Duration.ofSeconds(5);
    static final int MAX_STORAGES = 10_000;

    private final StorageMap source;
    private final LongSupplier nanoTime;
    private final DoubleSupplier random;
    private final LinkedHashMap<Long, Entry> entries = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Entry> eldest) {
            return size() > MAX_STORAGES;
        }
    };

    private static final class Entry {
        final Future<List<Mount>> mounts;
        long untilNanos;

        Entry(Future<List<Mount>> mounts, long untilNanos) {
            this.mounts = mounts;
            this.untilNanos = untilNanos;
        }
    }

    /**
     * Remembers nothing yet.
     *
     * @param random from 0 to 1
     */
    CachedStorageMap(StorageMap source, LongSupplier nanoTime, DoubleSupplier random) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    @Override
    public Future<List<Mount>> mounts(long storage) {
        var known = entries.get(storage);
        if (known != null && nanoTime.getAsLong() - known.untilNanos < 0) {
            return known.mounts;
        }
        var ttl = LEAST.toNanos() + (long) (SPREAD.toNanos() * random.getAsDouble());
        var asked = source.mounts(storage);
        var entry = new Entry(asked, nanoTime.getAsLong() + ttl);
        entries.remove(storage);
        entries.put(storage, entry);
        return asked.onFailure(away -> entry.untilNanos = nanoTime.getAsLong() + FAILED.toNanos());
    }

    @Override
    public void close() {
        source.close();
    }
}
