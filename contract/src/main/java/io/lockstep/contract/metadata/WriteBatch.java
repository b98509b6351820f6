package io.lockstep.contract.metadata;

import io.lockstep.contract.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Up to 1000 writes; each is answered by itself, in the same order, and a bad one never fails its neighbours.
 *
 * @param atomic true when all of them take effect, in one transaction, or none: if one is refused it is answered with its
 *     own failure, and every other one with BAD_REQUEST and the details {@code "notApplied": true} and {@code "refused"},
 *     the index of the first that was; null or false when each stands for itself
 * @param quiet true for an import: listeners are not shown its changes one by one but get one {@code resync} per space when
 *     {@link FlushSpace} says so, or two seconds after the last such write; the feed has every change all the same; null or
 *     false to show each change as it happens
 */
public record WriteBatch(
        List<WriteDocument> writes,
        @Nullable Boolean atomic,
        @Nullable Boolean quiet) {
    private static final int MAX_WRITES = 1000;

    public WriteBatch {
        writes = List.copyOf(Require.present(writes, "writes"));
        Require.within(writes.size(), 1, MAX_WRITES, "writes");
    }

    /** Writes that stand each for itself. */
    public WriteBatch(List<WriteDocument> writes) {
        this(writes, null, null);
    }

    /** Writes that listeners are shown one by one. */
    public WriteBatch(List<WriteDocument> writes, @Nullable Boolean atomic) {
        this(writes, atomic, null);
    }

    public boolean isAtomic() {
        return atomic != null && atomic;
    }

    public boolean isQuiet() {
        return quiet != null && quiet;
    }
}
