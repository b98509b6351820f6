package io.lockstep.contract.metadata;

import io.lockstep.contract.Require;
import java.util.List;

/** Asks where the feeds of up to 10,000 spaces stand; for gateways, which compare it with what they have seen. */
public record ListHeads(List<String> spaces) {
    private static final int MAX_SPACES = 10_000;

    public ListHeads {
        spaces = List.copyOf(Require.present(spaces, "spaces"));
        Require.within(spaces.size(), 0, MAX_SPACES, "spaces");
    }
}
