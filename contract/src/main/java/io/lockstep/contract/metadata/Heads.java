package io.lockstep.contract.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the asked feeds stand; a space that does not exist is left out. */
public record Heads(List<Head> heads) {
    public Heads {
        heads = List.copyOf(heads);
    }

    /**
     * The end of one space's feed, and the version of its members.
     *
     * @param floor the oldest position from which the feed can still be read; null when it was not said
     */
    public record Head(
            String space,
            long epoch,
            long seq,
            long accessVersion,
            @Nullable Long floor) {
        /** Without the floor. */
        public Head(String space, long epoch, long seq, long accessVersion) {
            this(space, epoch, seq, accessVersion, null);
        }
    }
}
