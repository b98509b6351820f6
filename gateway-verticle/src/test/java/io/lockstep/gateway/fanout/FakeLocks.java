package io.lockstep.gateway.fanout;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the lock store holds of one space: cells of one document, and the counter. Thread-safe: guarded by itself. */
final class FakeLocks {
    private final String space;
    private final Map<String, Lock> standing = new LinkedHashMap<>();
    private long lockSeq;

    FakeLocks(String space, long lockSeq) {
        this.space = space;
        this.lockSeq = lockSeq;
    }

    synchronized long lockSeq() {
        return lockSeq;
    }

    @CanIgnoreReturnValue
    synchronized Event.Locked lock(String field) {
        lockSeq++;
        standing.put(field, new Lock(space, "1", field, "alice", "Alice", lockSeq, Instant.EPOCH));
        return new Event.Locked(space, "1", field, "alice", "Alice", lockSeq, Instant.EPOCH, lockSeq, false);
    }

    @CanIgnoreReturnValue
    synchronized Event.Unlocked unlock(String field) {
        lockSeq++;
        standing.remove(field);
        return new Event.Unlocked(space, "1", field, "alice", lockSeq, lockSeq, "released");
    }

    /** The store comes back empty, and counts from somewhere else. */
    synchronized void loseAll(long lockSeq) {
        standing.clear();
        this.lockSeq = lockSeq;
    }

    /** The store comes back as it was some time ago. */
    synchronized void goBackTo(LockSnapshot earlier) {
        standing.clear();
        earlier.locks().forEach(lock -> standing.put(lock.field(), lock));
        lockSeq = earlier.lockSeq();
    }

    synchronized LockSnapshot snapshot() {
        return new LockSnapshot(space, List.copyOf(standing.values()), lockSeq);
    }

    synchronized List<String> fields() {
        return new ArrayList<>(standing.keySet()).stream().sorted().toList();
    }
}
