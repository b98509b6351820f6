package io.lockstep.deploy.cli;

import io.lockstep.deploy.StartFailure;
import io.lockstep.deploy.config.LockstepConfig;

/** The server's settings, as a command finds them. */
public final class Settings {
    private Settings() {}

    /** Fails with a {@link CommandFailure} naming the setting that is wrong. */
    public static LockstepConfig of(Terminal terminal) {
        try {
            return LockstepConfig.of(terminal.environment());
        } catch (StartFailure invalid) {
            throw new CommandFailure(invalid.sentence());
        }
    }
}
