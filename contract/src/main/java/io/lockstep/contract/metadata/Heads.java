package io.lockstep.contract.metadata;

import java.util.List;

/** Where the asked feeds stand; a space that does not exist is left out. */
public record Heads(List<Head> heads) {
    public Heads {
        heads = List.copyOf(heads);
    }

    /** The end of one space's feed, and the version of its members. */
    public record Head(String space, long epoch, long seq, long accessVersion) {}
}
