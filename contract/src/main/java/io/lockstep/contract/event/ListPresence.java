package io.lockstep.contract.event;

import io.lockstep.contract.Require;
import java.util.List;

/** The question which users a gateway node has in some spaces. */
public record ListPresence(List<String> spaces) {
    public ListPresence {
        spaces = List.copyOf(Require.present(spaces, "spaces"));
    }
}
