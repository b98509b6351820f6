package io.lockstep.contract.metadata;

import io.lockstep.contract.Require;
import org.jspecify.annotations.Nullable;

/**
 * Asks which users have had their sign-ins revoked; gateways do, once a second.
 *
 * @param since the version of the last answer, 0 when not given: only what came after it
 */
public record ListRevoked(Long since) {
    public ListRevoked(@Nullable Long since) {
        this.since = Require.within(since == null ? 0 : since, 0, Long.MAX_VALUE, "since");
    }
}
