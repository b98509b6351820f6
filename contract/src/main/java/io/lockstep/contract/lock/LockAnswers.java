package io.lockstep.contract.lock;

import java.util.List;

/** The locks that the asking actor now holds, in the order in which he asked for them. */
public record LockAnswers(List<LockAnswer> locks) {
    public LockAnswers {
        locks = List.copyOf(locks);
    }
}
