package io.lockstep.contract.trigger;

import io.lockstep.contract.Require;

/**
 * Asks what the one who does the triggers' work has to do.
 *
 * @param version of the triggers that he knows; negative for none
 */
public record LookAtTriggers(Long version) {
    public LookAtTriggers {
        Require.present(version, "version");
    }
}
