package io.lockstep.contract.lock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers to a {@link CheckLocks}, in its order. */
public record LockVerdicts(List<Verdict> verdicts) {
    public LockVerdicts {
        verdicts = List.copyOf(verdicts);
    }

    /**
     * What stands in the way of one write.
     *
     * @param conflict a lock of somebody else that covers it; null when the write may go on
     * @param fence the highest fence of the writer's own locks that cover it; null when he holds none
     * @param fenceNow every lock that is given after this look has a higher fence: what such a lock has written, this write
     *     must not overwrite. Null when it is not known, and for a write that shows the fence of a lock which stands no
     *     longer: that fence counts
     */
    public record Verdict(
            @Nullable Lock conflict,
            @Nullable Long fence,
            @Nullable Long fenceNow) {
        /** Without knowing what comes later. */
        public Verdict(@Nullable Lock conflict, @Nullable Long fence) {
            this(conflict, fence, null);
        }
    }
}
