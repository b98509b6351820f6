package io.lockstep.contract.metadata;

import io.lockstep.contract.Require;
import java.util.List;

/** Up to 1000 writes; each is answered by itself, in the same order, and a bad one never fails its neighbours. */
public record WriteBatch(List<WriteDocument> writes) {
    private static final int MAX_WRITES = 1000;

    public WriteBatch {
        writes = List.copyOf(Require.present(writes, "writes"));
        Require.within(writes.size(), 1, MAX_WRITES, "writes");
    }
}
