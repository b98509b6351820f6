package io.lockstep.deploy;

import java.util.Objects;

/** The version of this build, from the jar's manifest. */
final class Version {
    /** {@code dev} when the classes were not started from the jar. */
    static final String CURRENT =
            Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "dev");

    private Version() {}
}
