package io.lockstep.contract.metadata;

import java.time.Instant;
import java.util.List;

/**
 * Users whose sign-ins up to a moment count no more: their account was removed, or its password or groups changed.
 *
 * @param version rises with each of them
 */
public record Revoked(long version, List<SignIns> users) {
    public Revoked {
        users = List.copyOf(users);
    }

    /** The sign-ins of a user before a moment. */
    public record SignIns(String user, Instant before) {}
}
