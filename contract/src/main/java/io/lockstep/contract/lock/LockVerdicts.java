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
     */
    public record Verdict(@Nullable Lock conflict, @Nullable Long fence) {}
}
