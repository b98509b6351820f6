package io.lockstep.contract.lock;

import java.util.List;

/**
 * The lock counters of the spaces that were asked for, in their order.
 *
 * @param lockSeqs 0 for a space that nobody has locked anything in
 */
public record LockHeads(List<Long> lockSeqs) {
    public LockHeads {
        lockSeqs = List.copyOf(lockSeqs);
    }
}
