package io.lockstep.metadata;

import io.lockstep.contract.Cursor;
import java.time.Instant;

/**
 * Where a space's feed stands.
 *
 * @param epoch names the feed's life
 * @param seq the position of the last change; 0 when there is none
 * @param floor changes up to this position are no longer kept
 * @param accessVersion grows with every change of the members, from 1
 * @param lastUpdate never goes back, also when a clock does
 */
record SpaceHead(String space, long epoch, long seq, long floor, long accessVersion, Instant lastUpdate) {

    /** The head after one more change. */
    SpaceHead advanced(Instant now) {
        var update = now.isAfter(lastUpdate) ? now : lastUpdate;
        return new SpaceHead(space, epoch, seq + 1, floor, accessVersion, update);
    }

    SpaceHead withNewAccess() {
        return new SpaceHead(space, epoch, seq, floor, accessVersion + 1, lastUpdate);
    }

    /** The text form of a position in this feed. */
    String cursor(long position) {
        return new Cursor(epoch, position).encode();
    }

    String cursor() {
        return cursor(seq);
    }
}
