package io.lockstep.contract.lock;

import org.jspecify.annotations.Nullable;

/**
 * What was given back.
 *
 * @param released whether a lock ended; false when there was none
 * @param stoppedWaiting true when the actor waited for it and does no longer
 */
public record Released(boolean released, @Nullable Boolean stoppedWaiting) {
    public Released(boolean released) {
        this(released, null);
    }
}
