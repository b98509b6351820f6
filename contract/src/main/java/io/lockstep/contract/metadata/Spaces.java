package io.lockstep.contract.metadata;

import io.lockstep.contract.Role;
import java.util.List;

/** The spaces that an actor may read. */
public record Spaces(List<Summary> spaces) {
    public Spaces {
        spaces = List.copyOf(spaces);
    }

    /** A space in brief, with the asking actor's role. */
    public record Summary(String space, String title, Role role) {}
}
