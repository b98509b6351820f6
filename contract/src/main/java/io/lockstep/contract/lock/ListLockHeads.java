package io.lockstep.contract.lock;

import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import java.util.List;

/** Asks for the lock counters of spaces: who knows an older one has missed something. At most 10,000 spaces. */
public record ListLockHeads(List<String> spaces) {
    private static final int MAX_SPACES = 10_000;

    public ListLockHeads {
        spaces = List.copyOf(Require.present(spaces, "spaces"));
        Require.within(spaces.size(), 0, MAX_SPACES, "spaces");
        spaces.forEach(SpaceId::check);
    }
}
