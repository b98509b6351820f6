package io.lockstep.contract.lock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The locks that stand in a space at one moment, and the space's lock counter at that moment.
 *
 * @param fence every lock that is given later has a higher one, and none that was given before; null when it is not known
 */
public record LockSnapshot(
        String space,
        List<Lock> locks,
        long lockSeq,
        @Nullable Long fence) {
    /** Without knowing the fence. */
    public LockSnapshot(String space, List<Lock> locks, long lockSeq) {
        this(space, locks, lockSeq, null);
    }

    public LockSnapshot {
        locks = List.copyOf(locks);
    }
}
