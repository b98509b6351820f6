package io.lockstep.contract.lock;

import java.util.List;

/** The locks that stand in a space at one moment, and the space's lock counter at that moment. */
public record LockSnapshot(String space, List<Lock> locks, long lockSeq) {
    public LockSnapshot {
        locks = List.copyOf(locks);
    }
}
